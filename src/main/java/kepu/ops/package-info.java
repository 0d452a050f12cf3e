/** Health and metrics on a port of their own, and the jobs that keep the house in order. */
@NullMarked
package kepu.ops;

import org.jspecify.annotations.NullMarked;
