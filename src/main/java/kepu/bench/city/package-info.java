/** A city of synthetic residents in a database of its own, a node that serves it as a process of its own, and an evening in it. */
@NullMarked
package kepu.bench.city;

import org.jspecify.annotations.NullMarked;
