package kepu.bench.city;

import io.vertx.core.buffer.Buffer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import kepu.bench.load.Ask;
import kepu.bench.load.Kind;
import org.jspecify.annotations.Nullable;

/** What people of a city ask for in an evening: for each feed that is opened, so much of everything else. */
final class Evening {
    private static final int OK = 200;
    /** For each opening of a feed. */
    private static final double REPORTS = 1;

    private static final double ITEMS = 0.5;
    private static final double SEARCHES = 0.05;
    private static final double INBOXES = 0.1;
    private static final int SHORTEST = 3;
    private static final int LONGEST = 7;

    /** What half of those who search look for; the others have words of their own. */
    private static final List<String> SEARCHED = List.of(
            "高血压", "糖尿病饮食", "防诈骗", "电动车充电", "玉米 病虫害", "草地贪夜蛾", "农药中毒", "煤气中毒", "儿童溺水", "暴雨", "地震 怎么办", "养老诈骗", "中风",
            "果树修剪", "非洲猪瘟", "无人机 打药", "隔夜菜", "防晒", "流感疫苗", "森林防火");

    private final City city;
    private final Reports reports;
    private final Seen seen = new Seen();
    private final Map<String, Integer> visitors = new ConcurrentHashMap<>();

    Evening(City city, Reports reports) {
        this.city = city;
        this.reports = reports;
        for (int i = 0; i < city.tokens().size(); i++) {
            visitors.put(city.tokens().get(i), i);
        }
    }

    /** Requests of all kinds for each opening of a feed. */
    static double requestsPerFeed() {
        return 1 + REPORTS + ITEMS + SEARCHES + INBOXES;
    }

    List<Kind> kinds() {
        return List.of(
                new Kind("feed", 1, random -> Ask.get("/v1/feed?size=20", token(random)), this::shown),
                new Kind("events", REPORTS, this::report, reports::fault),
                Kind.answered("item", ITEMS, OK, this::read),
                Kind.answered("search", SEARCHES, OK, this::search),
                Kind.answered("inbox", INBOXES, OK, random -> Ask.get("/v1/inbox", token(random))));
    }

    private @Nullable String shown(Ask ask, int status, Buffer body) {
        if (status != OK) {
            return "status " + status;
        }
        Integer visitor = ask.token() == null ? null : visitors.get(ask.token());
        return visitor != null && seen.take(visitor, body) ? null : "a feed without items";
    }

    private Ask report(RandomGenerator random) {
        Seen.Page page = seen.any(random);
        return page == null
                ? reports.of(token(random), null, city.items(), random)
                : reports.of(city.tokens().get(page.visitor()), page.feed(), page.items(), random);
    }

    private Ask read(RandomGenerator random) {
        Seen.Page page = seen.any(random);
        List<String> items = page == null ? city.items() : page.items();
        String token = page == null ? token(random) : city.tokens().get(page.visitor());
        return Ask.get("/v1/items/" + items.get(random.nextInt(items.size())), token);
    }

    private Ask search(RandomGenerator random) {
        String words = random.nextBoolean() ? SEARCHED.get(random.nextInt(SEARCHED.size())) : piece(random);
        return Ask.get("/v1/search?q=" + URLEncoder.encode(words, StandardCharsets.UTF_8), token(random));
    }

    /** Some characters of some title: hardly anybody looks for the same. */
    private String piece(RandomGenerator random) {
        String title = city.titles().get(random.nextInt(city.titles().size()));
        int length = Math.min(title.length(), random.nextInt(SHORTEST, LONGEST + 1));
        int from = random.nextInt(title.length() - length + 1);
        return title.substring(from, from + length);
    }

    private String token(RandomGenerator random) {
        return city.tokens().get(random.nextInt(city.tokens().size()));
    }
}
