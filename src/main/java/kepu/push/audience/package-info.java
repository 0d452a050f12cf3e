/** Whom something is for: expressions over residents, and the index that counts and names those of whom they speak. */
@NullMarked
package kepu.push.audience;

import org.jspecify.annotations.NullMarked;
