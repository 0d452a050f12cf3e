/** Sentences as vectors: those that mean nearly the same lie near each other, in whatever words. */
@NullMarked
package kepu.search.sentence;

import org.jspecify.annotations.NullMarked;
