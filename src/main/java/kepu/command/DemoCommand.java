package kepu.command;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import kepu.App;
import kepu.Ground;
import kepu.base.Group;
import kepu.config.Config;
import kepu.content.Items;
import kepu.content.Library;
import kepu.people.PrivacyText;
import kepu.people.Role;
import kepu.people.Secrets;
import kepu.people.Tokens;
import kepu.region.Divisions;
import kepu.region.RegionCode;
import kepu.rumour.ClaimLibrary;
import kepu.simulate.Settings;
import kepu.simulate.Simulation;
import kepu.store.Bulk;
import kepu.store.Storage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Starts everything with embedded defaults, a synthetic population and people who can log in. A second start reuses it all. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = "start everything with embedded defaults and a synthetic population")
public final class DemoCommand implements Callable<Integer> {
    private static final int SIMULATED_DAYS = 90;
    private static final Duration LINK_LIFE = Duration.ofDays(30);

    @Mixin
    private final Setting setting = new Setting();

    @Mixin
    private final Ports ports = new Ports();

    @Option(
            names = "--residents",
            defaultValue = "20000",
            description = "synthetic residents (default: ${DEFAULT-VALUE})")
    private int residents;

    @Option(
            names = "--seed",
            defaultValue = "5109",
            description = "same seed, same population (default: ${DEFAULT-VALUE})")
    private long seed;

    @Mixin
    private final Console console = new Console();

    private final Clock clock = Clock.systemUTC();

    @Override
    public Integer call() throws Exception {
        Map<String, Object> settings = new HashMap<>(ports.settings());
        settings.put("people.fixedCode", "000000");
        // a tour at night sees pushes arrive too
        settings.put("governor.quietFrom", "");
        Config config = setting.config(settings);
        new Serving().run(asked -> {
            say("data in " + config.data().toAbsolutePath());
            try (Storage storage = Storage.open(config.data(), config.database())) {
                say("database is up");
                AtomicReference<People> people = new AtomicReference<>();
                Ground ground = Ground.lay(
                        storage.address(), (bulk, divisions) -> people.set(populate(config, bulk, divisions)));
                new DemoTraining(config, storage.address(), this::say)
                        .run(operator(Objects.requireNonNull(people.get())));
                try (App app = new App(config, storage.address(), ground, clock)) {
                    tell(config, app, Objects.requireNonNull(people.get()));
                    asked.await();
                }
            }
        });
        return 0;
    }

    private static long operator(People people) {
        return people.staff().stream()
                .filter(one -> one.role() == Role.OPERATOR)
                .findFirst()
                .orElseThrow()
                .id();
    }

    private record People(List<DemoPeople.DemoResident> residents, List<DemoPeople.DemoStaff> staff) {}

    private People populate(Config config, Bulk bulk, Divisions divisions) throws IOException, SQLException {
        Library.Report library = App.importLibrary(config, bulk, divisions);
        library.faults().forEach(this::say);
        say("library: %d items added, %d changed, %d unchanged"
                .formatted(library.added(), library.changed(), library.unchanged()));
        ClaimLibrary.Report claims = App.importClaims(config, bulk);
        claims.faults().forEach(this::say);
        say("claims: %d added, %d changed, %d unchanged"
                .formatted(claims.added(), claims.changed(), claims.unchanged()));
        Secrets secrets = Secrets.of(config.people().secret(), config.data());
        Instant now = clock.instant();
        Settings settings =
                new Settings(residents, SIMULATED_DAYS, seed, RegionCode.of("5109"), now, PrivacyText.VERSION);
        Simulation.run(bulk, secrets, divisions, Items.load(bulk), settings, this::say);
        DemoPeople people = DemoPeople.in(bulk, secrets);
        return new People(people.residents(now, PrivacyText.VERSION), people.staff(knownPasswords(file(config))));
    }

    private void tell(Config config, App app, People people) throws IOException {
        Instant until = clock.instant().plus(LINK_LIFE);
        JsonArray residents = new JsonArray();
        people.residents()
                .forEach(resident -> residents.add(new JsonObject()
                        .put("phone", resident.phone().digits())
                        .put("village", resident.village().text())
                        .put("villageName", app.regions().fullName(resident.village()))
                        .put(
                                "groups",
                                new JsonArray(resident.groups().stream()
                                        .map(Group::code)
                                        .toList()))
                        .put("link", link(app, new Tokens.Subject.OfResident(resident.id()), until))));
        JsonArray staff = new JsonArray();
        people.staff()
                .forEach(one -> staff.add(new JsonObject()
                        .put("account", one.account())
                        .put("password", one.password())
                        .put("role", one.role().code())
                        .put("scope", one.scope().text())
                        .put("link", link(app, new Tokens.Subject.OfStaff(one.id()), until))));
        JsonObject demo = new JsonObject()
                .put("app", app.url())
                .put("management", "http://" + config.management().host() + ":" + app.managementPort())
                .put("code", config.people().fixedCode())
                .put("residents", residents)
                .put("staff", staff);
        write(file(config), demo);
        print(app, people, residents, staff);
    }

    private static String link(App app, Tokens.Subject subject, Instant until) {
        return app.url() + "/#/enter?ticket=" + app.tokens().ticket(subject, until);
    }

    private void print(App app, People people, JsonArray residents, JsonArray staff) {
        PrintWriter out = console.out();
        out.println();
        out.println("  演示（居民和行为都是合成的） · demo with a synthetic population");
        out.println("  " + app.url() + "   接口 " + app.url() + "/docs");
        out.println();
        out.println("  居民 residents (any phone, code 000000)");
        for (int i = 0; i < residents.size(); i++) {
            DemoPeople.DemoResident resident = people.residents().get(i);
            out.printf(
                    "    %s  %s  %s%n",
                    resident.phone().digits(),
                    app.regions().fullName(resident.village()),
                    String.join(
                            "、", resident.groups().stream().map(Group::label).toList()));
        }
        out.println("  工作人员 staff");
        people.staff()
                .forEach(one -> out.printf(
                        "    %-13s %s  %s  %s%n",
                        one.account(),
                        one.password(),
                        one.role().label(),
                        app.regions().fullName(one.scope())));
        out.println();
        out.println("  Open both in two windows, push an article in the first and watch it arrive in the second:");
        out.println("    传播员 " + first(staff, Role.DISSEMINATOR.code()));
        out.println("    居民   " + residents.getJsonObject(0).getString("link"));
        out.println("  演示没有勿扰时段，夜里推送也马上到 · no quiet hours here, so that pushes arrive at any time of day");
        out.println();
        out.printf("ready in %.1f s%n", uptimeSeconds());
        out.flush();
    }

    private static String first(JsonArray staff, String role) {
        return staff.stream()
                .map(JsonObject.class::cast)
                .filter(one -> one.getString("role").equals(role))
                .findFirst()
                .orElseThrow()
                .getString("link");
    }

    private static Path file(Config config) {
        return config.data().resolve("demo.json");
    }

    private static void write(Path file, JsonObject demo) throws IOException {
        Path fresh = file.resolveSibling("demo.json.tmp");
        Files.writeString(fresh, demo.encodePrettily());
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static Map<String, String> knownPasswords(Path file) throws IOException {
        Map<String, String> known = new HashMap<>();
        if (Files.exists(file)) {
            try {
                new JsonObject(Files.readString(file))
                        .getJsonArray("staff", new JsonArray()).stream()
                                .map(JsonObject.class::cast)
                                .forEach(one -> known.put(one.getString("account"), one.getString("password")));
            } catch (DecodeException | ClassCastException e) {
                return Map.of();
            }
        }
        return known;
    }

    private static double uptimeSeconds() {
        return ManagementFactory.getRuntimeMXBean().getUptime() / 1_000.0;
    }

    private void say(String line) {
        console.out().println("  " + line);
        console.out().flush();
    }
}
