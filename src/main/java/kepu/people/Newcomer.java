package kepu.people;

import org.jspecify.annotations.Nullable;

/** What somebody says who registers: their village, and the year of birth if they told it. */
public record Newcomer(long village, @Nullable Integer birthYear) {}
