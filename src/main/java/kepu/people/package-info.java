/** Residents and staff: who they are, how they prove it, what they may see and do. */
@NullMarked
package kepu.people;

import org.jspecify.annotations.NullMarked;
