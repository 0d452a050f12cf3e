package kepu.content.review;

import static kepu.content.review.Newsroom.opinion;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonArray;
import kepu.testing.House;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the database itself refuses, whoever writes to it: a person at a prompt as much as a fault in the program. */
class ReviewGuardIT {
    @RegisterExtension
    static final House house = new House();

    private final Newsroom room = new Newsroom(house);

    @Test
    void nobodyCanStandTwiceInOneVersion() {
        String item = room.submitted(room.editor("0"), Newsroom.draft("有人要审自己的稿"));
        assertRefused(
                "review_part_once",
                "insert into review_part (item, version, stage, staff) select item, version, 'first', staff from review_part where item = '"
                        + item + "'");
    }

    @Test
    void whatIsOutCannotBeRewrittenNorItsRecordDeleted() {
        String item = room.published(Newsroom.draft("已经发布的文章"));
        assertRefused(
                "is closed",
                "update item_version set content = jsonb_set(content, '{text}', '\"假的\"') where item = '" + item + "'");
        assertRefused(
                "cannot go from",
                "update item_version set state = 'withdrawn' where item = '" + item
                        + "'; update item_version set state = 'published' where item = '" + item + "'");
        assertRefused("cannot be deleted", "delete from item_version where item = '" + item + "'");
        assertRefused("stays", "update review_part set comment = '假的' where item = '" + item + "'");
        assertRefused("stays", "delete from review_part where item = '" + item + "'");
    }

    @Test
    void noStageCanBeLeftOut() {
        String item = room.submitted(room.editor("0"), Newsroom.draft("想跳过环节的文章"));
        assertRefused(
                "cannot go from",
                "update item_version set state = 'published', due_at = null, published_at = now() where item = '" + item
                        + "'");
        room.said(room.reviewer("0"), item, opinion(1, "first", "pass"));
        assertRefused("cannot go from", "update item_version set state = 'first' where item = '" + item + "'");
    }

    @Test
    void whatThreePeopleDidNotVetCannotBePublished() {
        String item = room.submitted(room.editor("0"), Newsroom.draft("没有审完的文章"));
        JsonArray both = new JsonArray().add("accuracy").add("language");
        room.said(room.reviewer("0"), item, opinion(1, "first", "pass").put("checks", both));
        room.said(room.reviewer("0"), item, opinion(1, "second", "pass"));
        String publish =
                "update item_version set state = 'published', due_at = null, published_at = now() where item = '" + item
                        + "'";
        assertRefused("was not vetted", publish);
        assertThat(room.version(room.editor("0"), item, 1).getString("state")).isEqualTo("final");
    }

    @Test
    void aStepThatBreaksAtItsLastStatementLeavesNothingByHalf() {
        String item = room.submitted(room.editor("0"), Newsroom.draft("断在半路的文章"));
        JsonArray both = new JsonArray().add("accuracy").add("language");
        room.said(room.reviewer("0"), item, opinion(1, "first", "pass").put("checks", both));
        room.said(room.reviewer("0"), item, opinion(1, "second", "pass"));
        String last = room.reviewer("0");
        house.sql(
                "create function broken() returns trigger language plpgsql as $$ begin raise exception 'broken'; end $$");
        house.sql("create trigger broken before insert on audit for each row execute function broken()");
        try {
            assertThat(room.say(last, item, opinion(1, "final", "pass")).status())
                    .isEqualTo(500);
        } finally {
            house.sql("drop trigger broken on audit");
        }
        assertThat(room.version(last, item, 1).getString("state")).isEqualTo("final");
        assertThat(house.count("select count(*) from review_part where item = ? and stage = 'final'", item))
                .isZero();
        assertThat(house.count("select count(*) from item where id = ?", item)).isZero();
        assertThat(room.said(last, item, opinion(1, "final", "pass")).getString("state"))
                .isEqualTo("published");
    }

    private static void assertRefused(String reason, String sql) {
        assertThatThrownBy(() -> house.sql(sql)).hasMessageContaining(reason);
    }
}
