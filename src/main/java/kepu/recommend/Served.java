package kepu.recommend;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import kepu.recommend.model.Model;
import kepu.recommend.release.Choice;
import kepu.recommend.release.Registry;

/** The versions that a {@link Registry} holds; before anything was released the untrained model. */
public record Served(Registry<Model> registry) implements Serving {
    private static final Model UNTRAINED = Model.untrained();

    @Override
    public Choice<Model> forResident(long resident, long village) {
        return registry.forResident(resident, village);
    }

    @Override
    public Model released() {
        return registry.released().map(Choice.Serving::model).orElse(UNTRAINED);
    }

    @Override
    public Optional<Model> shadow() {
        return registry.shadow().map(Choice.Serving::model);
    }

    @Override
    public List<Model> all() {
        List<Model> all = new ArrayList<>(List.of(released()));
        registry.trial().map(Choice.Serving::model).ifPresent(all::add);
        return all;
    }
}
