/** What a feed costs in time and the serving state in memory, measured on a synthetic world. */
@NullMarked
package kepu.bench;

import org.jspecify.annotations.NullMarked;
