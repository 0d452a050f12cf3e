package kepu;

import java.time.Duration;
import kepu.answer.Answers;
import kepu.ops.Jobs;
import kepu.order.OrderRoom;
import kepu.people.PeopleStore;
import kepu.people.Residents;
import kepu.push.Push;
import kepu.rumour.Rumours;

/** The rooms that answer people: what they ask, what they were told elsewhere, and what they order. */
record Answering(Answers answers, Rumours rumours, OrderRoom orders) {
    /** {@code finding} is asked first, {@code kitchen} takes what is worth an item, {@code push} tells. */
    static Answering open(
            Footing on,
            Kitchen kitchen,
            Finding finding,
            PeopleStore people,
            Residents residents,
            Push push,
            Opened open) {
        Rumours rumours = new Rumours(
                new Rumours.Ground(on.vertx(), on.database(), on.items(), push),
                on.clock(),
                on.config().rumours(),
                on.meters());
        open.add(() -> App.wait(rumours.close()));
        Answers answers = new Answers(
                new Answers.Ground(
                        on.database(),
                        on.items(),
                        on.regions(),
                        people,
                        residents,
                        kitchen.vetting().reviews(),
                        push.inbox()),
                rumours::settling,
                finding.passages()::ask,
                on.clock(),
                on.config().questions(),
                on.meters());
        OrderRoom orders = new OrderRoom(
                new OrderRoom.Ground(on.database(), on.regions(), people, residents, push.inbox()),
                on.clock(),
                on.config().orders(),
                on.meters());
        return new Answering(answers, rumours, orders);
    }

    /** Takes part in exports and erasures of residents. */
    void follow(Residents residents) {
        answers.follow(residents);
        rumours.follow(residents);
        orders.follow(residents);
    }

    /** Puts the rooms' work on the clock. */
    void work(Jobs jobs) {
        jobs.every(Duration.ofSeconds(1), "answers", answers::tell)
                .every(Duration.ofSeconds(5), "overdue questions", answers::escalate)
                .every(Duration.ofSeconds(1), "news of orders", orders::tell)
                .every(Duration.ofMinutes(1), "open orders", orders::count)
                .once(Duration.ofHours(1), "old orders", orders::sweep)
                .once(Duration.ofHours(1), "old questions", answers::sweep)
                .once(Duration.ofMinutes(1), "unknown claims", rumours::watch)
                .once(Duration.ofHours(1), "old claim checks", rumours::sweep);
    }
}
