/** Learning from logs, in a process of its own: collaborative matrices, rankers, versions on disk. With {@code tune} the only user of Smile. */
@NullMarked
package kepu.recommend.train;

import org.jspecify.annotations.NullMarked;
