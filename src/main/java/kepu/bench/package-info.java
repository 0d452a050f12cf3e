/** What things cost in time and memory, measured beside a reference on the same work in the same run. */
@NullMarked
package kepu.bench;

import org.jspecify.annotations.NullMarked;
