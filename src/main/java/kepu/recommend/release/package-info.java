/** Versions of models on disk, what of them is live, who is served by which, how a trial goes, and training. */
@NullMarked
package kepu.recommend.release;

import org.jspecify.annotations.NullMarked;
