/** Whole programs with a synthetic population, asked over HTTP beside references. */
@NullMarked
package kepu.bench.serve;

import org.jspecify.annotations.NullMarked;
