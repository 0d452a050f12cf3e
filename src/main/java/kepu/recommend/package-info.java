/** What each resident is shown and why: candidate sources, ranking, arrangement, feed. */
@NullMarked
package kepu.recommend;

import org.jspecify.annotations.NullMarked;
