/** How the library is written: the rules of docs/style-guide.md that a machine can hold. */
@NullMarked
package kepu.content.style;

import org.jspecify.annotations.NullMarked;
