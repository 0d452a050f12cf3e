/** The commands of the program, one class each. */
@NullMarked
package kepu.command;

import org.jspecify.annotations.NullMarked;
