/** What comes in from outside: feeds that are polled, their entries without doubles, documents and videos that staff upload. */
@NullMarked
package kepu.content.source;

import org.jspecify.annotations.NullMarked;
