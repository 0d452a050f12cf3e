/** Bulletins: CAP 1.2 messages in and out, which stand above every feed and inbox of the people they are for, and who has them. */
@NullMarked
package kepu.alert;

import org.jspecify.annotations.NullMarked;
