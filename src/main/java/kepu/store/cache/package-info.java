/** Bytes that are kept because they are dear to make again: in memory, and in Redis for all nodes. */
@NullMarked
package kepu.store.cache;

import org.jspecify.annotations.NullMarked;
