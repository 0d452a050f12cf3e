package kepu.rumour;

import kepu.search.claim.Matcher;
import kepu.search.claim.Plain;

/** The shortest words of a text that make a claim as surely: what stands beside them in a longer statement is another matter. */
record Wording(Matcher matcher, Plain text, Matcher.Limits limits) {
    /** A part that makes the claim less probable by no more than this says it as well. */
    private static final double NEARLY = 0.01;

    Matcher.Match shortest(Matcher.Match match) {
        return text.partsOf(match.statement(), limits.statements()).stream()
                .flatMap(part -> matcher.match(Plain.of(part), limits).stream())
                .filter(part -> part.claim().equals(match.claim()))
                .filter(part -> part.probability() >= match.probability() - NEARLY)
                .findFirst()
                .map(part -> new Matcher.Match(match.claim(), match.probability(), part.statement()))
                .orElse(match);
    }
}
