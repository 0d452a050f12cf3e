/** How good recommendations are: on fixed splits, on logs cut in time, and from logged propensities. */
@NullMarked
package kepu.recommend.evaluate;

import org.jspecify.annotations.NullMarked;
