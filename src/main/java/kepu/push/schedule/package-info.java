/** When campaigns go out: repetition by local time, theme days, solar terms. */
@NullMarked
package kepu.push.schedule;

import org.jspecify.annotations.NullMarked;
