/** Vetted items: the library that they come from, the catalogue in memory, media, seasons, withdrawal. */
@NullMarked
package kepu.content;

import org.jspecify.annotations.NullMarked;
