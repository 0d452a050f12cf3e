/** What staff upload in pieces: videos, made ready by ffmpeg where it is installed; recordings and pictures of items, checked by what they are. */
@NullMarked
package kepu.content.film;

import org.jspecify.annotations.NullMarked;
