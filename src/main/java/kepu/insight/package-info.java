/** Statistics by level of region and group, for staff within their scope. */
@NullMarked
package kepu.insight;

import org.jspecify.annotations.NullMarked;
