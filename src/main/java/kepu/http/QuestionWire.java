package kepu.http;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import kepu.answer.Asker;
import kepu.answer.Asking;
import kepu.answer.Danger;
import kepu.answer.Question;
import kepu.answer.Queue;
import kepu.base.Cursor;
import kepu.content.Catalogue;
import kepu.content.Item;
import kepu.content.Items;
import kepu.region.Regions;
import kepu.rumour.Claims;
import kepu.search.passage.Passages;
import org.jspecify.annotations.Nullable;

/** Questions and answers as JSON. */
final class QuestionWire {
    private static final Pattern MARK = Pattern.compile("(true|false) ([0-9TZ:.+-]{20,40}) ([0-9a-z]{1,40})");
    private static final double HUNDREDTHS = 100;

    private final Items items;
    private final Regions regions;
    private final Clock clock;
    private final Claims claims;
    private final ClaimWire verdicts;

    QuestionWire(Items items, Regions regions, Clock clock, Claims claims, ClaimWire verdicts) {
        this.items = items;
        this.regions = regions;
        this.clock = clock;
        this.claims = claims;
        this.verdicts = verdicts;
    }

    /** What who asked gets at once: what to do in danger above all. */
    JsonObject of(Asking.Outcome outcome, Asker asker) {
        Question question = outcome.question();
        return new JsonObject()
                .put("urgent", outcome.danger().map(QuestionWire::of).orElse(null))
                .put("answer", outcome.isAnswer() ? answer(outcome) : null)
                .put("question", question == null ? null : own(question))
                .put("handOver", !outcome.isAnswer() && asker instanceof Asker.Guest ? "sign-in" : null)
                .put("confidence", rounded(outcome.confidence()));
    }

    private static JsonObject of(Danger danger) {
        JsonArray hotlines = new JsonArray();
        danger.numbers()
                .forEach(hotline -> hotlines.add(
                        new JsonObject().put("number", hotline.number()).put("name", hotline.name())));
        return new JsonObject()
                .put("code", danger.code())
                .put("title", danger.title())
                .put("advice", danger.advice())
                .put("hotlines", hotlines);
    }

    /** The verdicts that settle it first; then the passages, when they are sure enough by themselves. */
    private JsonObject answer(Asking.Outcome outcome) {
        JsonArray settled = new JsonArray();
        outcome.settled()
                .forEach(one ->
                        settled.add(verdicts.card(claims.known(one.claim())).put("score", rounded(one.confidence()))));
        List<Passages.Quoted> quoted = outcome.isQuoted() ? outcome.reply().passages() : List.of();
        String answeredBy = outcome.settled().isEmpty()
                ? quoted.getFirst().item().source()
                : settled.getJsonObject(0).getString("source");
        return new JsonObject()
                .put("verdicts", settled)
                .put("passages", passages(quoted))
                .put("answeredBy", answeredBy)
                .put("confidence", rounded(outcome.confidence()));
    }

    private static JsonArray passages(List<Passages.Quoted> all) {
        JsonArray passages = new JsonArray();
        all.forEach(quoted -> {
            Item item = quoted.item();
            passages.add(new JsonObject()
                    .put("item", item.id())
                    .put("title", item.title())
                    .put("heading", quoted.passage().heading())
                    .put("text", quoted.passage().text())
                    .put("source", item.source())
                    .put("authority", item.authority())
                    .put("publishedAt", Wire.time(item.publishedAt()))
                    .put("score", rounded(quoted.score())));
        });
        return passages;
    }

    /** As who asked sees it. Items that were withdrawn are left out. */
    JsonObject own(Question question) {
        JsonObject wire = new JsonObject()
                .put("id", question.id())
                .put("text", question.text())
                .put("state", question.state().code())
                .put("stateName", question.state().label())
                .put("topic", question.topic() == null ? null : question.topic().code())
                .put("urgent", question.urgent())
                .put("askedAt", Wire.time(question.askedAt()))
                .put("dueAt", Wire.time(question.dueAt()))
                .put("with", regions.name(question.region()));
        Question.Said said = question.said();
        if (said == null) {
            return wire;
        }
        JsonArray cards = new JsonArray();
        said.items().stream()
                .flatMap(id -> items.catalogue().find(id).stream())
                .map(Catalogue::wire)
                .forEach(cards::add);
        return wire.put(
                question.state() == Question.State.ANSWERED ? "answer" : "returned",
                new JsonObject()
                        .put("text", said.text())
                        .put("items", cards)
                        .put("by", regions.name(said.scope()) + "科普")
                        .put("at", Wire.time(said.at())));
    }

    /** As staff see it. */
    JsonObject of(Question question) {
        Question.Claim claim = question.claim();
        return own(question)
                .put("village", question.village().text())
                .put("villageName", regions.fullName(question.village()))
                .put("region", question.region().text())
                .put("overdue", question.isOverdue(clock.instant()))
                .put("mergedInto", question.into())
                .put("item", question.draft())
                .put(
                        "claim",
                        claim == null
                                ? null
                                : new JsonObject()
                                        .put("by", claim.name())
                                        .put("staff", Long.toString(claim.staff()))
                                        .put("until", Wire.time(claim.until())));
    }

    JsonObject of(Queue.Page page, int size) {
        JsonArray questions = new JsonArray();
        for (int at = 0; at < Math.min(size, page.questions().size()); at++) {
            questions.add(of(page.questions().get(at))
                    .put("similar", new JsonArray(page.similar().get(at))));
        }
        JsonObject body = new JsonObject()
                .put("questions", questions)
                .put("open", page.open())
                .put("overdue", page.overdue());
        return page.questions().size() > size
                ? body.put("next", mark(page.questions().get(size - 1)))
                : body;
    }

    JsonObject of(Queue.Whole whole) {
        JsonArray steps = new JsonArray();
        whole.steps()
                .forEach(step -> steps.add(new JsonObject()
                        .put("at", Wire.time(step.at()))
                        .put("step", step.step())
                        .put("by", step.by())
                        .put("region", step.region().text())
                        .put("note", step.note())));
        return of(whole.question())
                .put("similar", each(whole.similar()))
                .put("merged", each(whole.merged()))
                .put("steps", steps);
    }

    /** Where the page before ended. */
    static Queue.@Nullable After after(@Nullable String cursor) {
        if (cursor == null) {
            return null;
        }
        MatchResult parts = Cursor.parts(cursor, MARK);
        try {
            return new Queue.After(Boolean.parseBoolean(parts.group(1)), Instant.parse(parts.group(2)), parts.group(3));
        } catch (DateTimeException e) {
            throw Cursor.broken();
        }
    }

    private static String mark(Question question) {
        return Cursor.of(question.urgent() + " " + question.dueAt() + " " + question.id());
    }

    private JsonArray each(List<Question> questions) {
        JsonArray array = new JsonArray();
        questions.forEach(question -> array.add(of(question)));
        return array;
    }

    private static double rounded(double share) {
        return Math.round(share * HUNDREDTHS) / HUNDREDTHS;
    }
}
