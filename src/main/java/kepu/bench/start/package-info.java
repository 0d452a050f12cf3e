/** How long a start takes and what a node then takes of memory, with one set of options of Java beside another. */
@NullMarked
package kepu.bench.start;

import org.jspecify.annotations.NullMarked;
