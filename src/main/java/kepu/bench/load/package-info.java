/** Requests sent at a fixed rate, and how long each was answered after the moment it was meant for. */
@NullMarked
package kepu.bench.load;

import org.jspecify.annotations.NullMarked;
