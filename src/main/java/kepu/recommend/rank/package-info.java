/**
 * From what is known of a person and of the world to a ranked list: histories, priors, sources of candidates, features, ranking. Memory
 * only, no clock and no I/O, so that serving, training and evaluation run the same code.
 */
@NullMarked
package kepu.recommend.rank;

import org.jspecify.annotations.NullMarked;
