/** Videos that staff upload in pieces: kept safe, checked, and made ready by ffmpeg where it is installed. */
@NullMarked
package kepu.content.film;

import org.jspecify.annotations.NullMarked;
