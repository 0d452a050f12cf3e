/** Items on their way out: pages that can be passed on, posters to print, what search engines read. */
@NullMarked
package kepu.content.share;

import org.jspecify.annotations.NullMarked;
