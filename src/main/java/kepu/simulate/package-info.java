/** The synthetic population: made-up residents with a history of behaviour whose truth is known, for demos, training and evaluation. */
@NullMarked
package kepu.simulate;

import org.jspecify.annotations.NullMarked;
