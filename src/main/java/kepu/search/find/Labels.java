package kepu.search.find;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import kepu.base.Group;
import kepu.base.Topic;
import kepu.content.Item;
import kepu.content.Kind;
import kepu.region.RegionCode;
import org.jspecify.annotations.Nullable;

/** What items are filtered by, as terms of the index. */
final class Labels {
    private static final String EVERYWHERE = "in:0";
    private static final String FOR_CHILDREN = "for:children";

    private Labels() {}

    static Set<String> of(Item item) {
        Set<String> labels = new HashSet<>();
        labels.add(of(item.kind()));
        labels.add(of(item.topic()));
        item.groups().forEach(group -> labels.add(of(group)));
        Quarter.within(item.season()).forEach(quarter -> labels.add(of(quarter)));
        if (item.isForChildren()) {
            labels.add(FOR_CHILDREN);
        }
        if (item.regions().isEmpty()) {
            labels.add(EVERYWHERE);
        }
        for (RegionCode region : item.regions()) {
            labels.add("in:" + region);
            region.path().forEach(above -> labels.add("below:" + above));
        }
        return labels;
    }

    /** What an item must have, one of each set. */
    static List<Set<String>> asked(Filters filters, RegionCode region) {
        List<Set<String>> asked = new ArrayList<>();
        add(asked, filters.kind() == null ? null : of(filters.kind()));
        add(asked, filters.topic() == null ? null : of(filters.topic()));
        add(asked, filters.group() == null ? null : of(filters.group()));
        add(asked, filters.season() == null ? null : of(filters.season()));
        add(asked, filters.forChildren() ? FOR_CHILDREN : null);
        RegionCode place = filters.place();
        add(asked, place == null || place.equals(RegionCode.COUNTRY) ? null : "below:" + place);
        if (!region.equals(RegionCode.COUNTRY)) {
            Set<String> here =
                    region.path().stream().map(above -> "in:" + above).collect(Collectors.toSet());
            here.add("below:" + region);
            asked.add(here);
        }
        return asked;
    }

    private static void add(List<Set<String>> asked, @Nullable String label) {
        if (label != null) {
            asked.add(Set.of(label));
        }
    }

    private static String of(Kind kind) {
        return "kind:" + kind.code();
    }

    private static String of(Topic topic) {
        return "topic:" + topic.code();
    }

    private static String of(Group group) {
        return "group:" + group.code();
    }

    private static String of(Quarter quarter) {
        return "season:" + quarter.code();
    }
}
