/** The way out: which addresses this program may be sent to by somebody else's word, and how long to leave alone what fails. */
@NullMarked
package kepu.net;

import org.jspecify.annotations.NullMarked;
