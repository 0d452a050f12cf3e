/** Looking for better definitions: spaces of parameters, trials that survive the end of the program, and what came out, for people. */
@NullMarked
package kepu.recommend.tune;

import org.jspecify.annotations.NullMarked;
