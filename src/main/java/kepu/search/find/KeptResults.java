package kepu.search.find;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import kepu.search.PlainChinese;

/**
 * What the index found for questions that many ask, as long as the index stays what it was: of an evening's searches half are the same few
 * words. What is live and for whom, and how it stands, is asked anew each time ({@link Ranking}).
 */
final class KeptResults {
    /** Two who look for the same in one moment of the index and by the same filters find the same. */
    private record Question(Reading.Moment moment, String plain, List<Set<String>> labels, int most) {}

    /** Of what is kept. */
    private final AtomicReference<Reading.Moment> moment = new AtomicReference<>();

    private final Cache<Question, Reading.Matches> kept;
    private final Counter again;
    private final Counter first;

    /** Keeps so many questions; 0: none. */
    KeptResults(int questions, MeterRegistry meters) {
        // on the thread that asks: waking another for so little takes longer
        this.kept = Caffeine.newBuilder()
                .maximumSize(questions)
                .executor(Runnable::run)
                .build();
        this.again = meters.counter("kepu.search.results", "from", "kept");
        this.first = meters.counter("kepu.search.results", "from", "index");
    }

    /** As {@link Reading#find} of the same. */
    Reading.Matches of(Reading reading, String text, List<Set<String>> labels, int most) {
        Reading.Moment now = reading.moment();
        if (!now.equals(moment.getAndSet(now))) {
            kept.invalidateAll();
        }
        Question question = new Question(now, PlainChinese.of(text), reading.used(labels), most);
        Reading.Matches before = kept.getIfPresent(question);
        if (before != null) {
            again.increment();
            return before;
        }
        first.increment();
        Reading.Matches found = reading.find(text, question.labels(), most);
        kept.put(question, found);
        return found;
    }
}
