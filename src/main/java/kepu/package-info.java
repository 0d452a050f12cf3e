/** The program: its commands and the wiring of the house. */
@NullMarked
package kepu;

import org.jspecify.annotations.NullMarked;
