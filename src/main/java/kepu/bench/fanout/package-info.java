/** One publication to many live lines, beside nginx with nchan: the servers as processes of their own, and the readers too. */
@NullMarked
package kepu.bench.fanout;

import org.jspecify.annotations.NullMarked;
