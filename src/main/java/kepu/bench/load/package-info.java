/** Load on servers over HTTP, what bare servers answer to the same load, and what processes take meanwhile. */
@NullMarked
package kepu.bench.load;

import org.jspecify.annotations.NullMarked;
