package kepu.search.find;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import kepu.base.Group;
import kepu.base.Topic;
import kepu.content.Catalogue;
import kepu.content.Item;
import kepu.content.Kind;
import kepu.region.Level;
import kepu.region.RegionCode;
import org.jspecify.annotations.Nullable;

/**
 * A page of what was found.
 *
 * @param total items on all pages
 * @param next the cursor of the page after this one, or null
 * @param meant the query with its slips mended, or null when it has none
 */
public record Found(
        List<Hit> hits,
        int total,
        Facets facets,
        @Nullable String next,
        @Nullable String meant) {
    /** An item with its title and the passage that fits best, both as HTML that is text and {@code <em>}. */
    public record Hit(Catalogue.Entry entry, String title, String passage) {}

    /** How many of the items on all pages are of each kind, topic, group, season and province; items for everywhere are of no province. */
    public record Facets(
            Map<Kind, Integer> kinds,
            Map<Topic, Integer> topics,
            Map<Group, Integer> groups,
            Map<Quarter, Integer> seasons,
            Map<RegionCode, Integer> provinces) {
        static Facets of(List<Item> items) {
            Facets facets = new Facets(
                    new EnumMap<>(Kind.class),
                    new EnumMap<>(Topic.class),
                    new EnumMap<>(Group.class),
                    new EnumMap<>(Quarter.class),
                    new TreeMap<>());
            items.forEach(facets::count);
            return facets;
        }

        private void count(Item item) {
            kinds.merge(item.kind(), 1, Integer::sum);
            topics.merge(item.topic(), 1, Integer::sum);
            item.groups().forEach(group -> groups.merge(group, 1, Integer::sum));
            Quarter.within(item.season()).forEach(quarter -> seasons.merge(quarter, 1, Integer::sum));
            item.regions().stream()
                    .filter(region -> region.level() != Level.COUNTRY)
                    .map(region -> region.at(Level.PROVINCE))
                    .distinct()
                    .forEach(province -> provinces.merge(province, 1, Integer::sum));
        }
    }
}
