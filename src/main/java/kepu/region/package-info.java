/** Divisions of the country: codes, subtrees as ranges, names; imported once and kept in memory. */
@NullMarked
package kepu.region;

import org.jspecify.annotations.NullMarked;
