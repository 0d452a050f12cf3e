/** Trained models as serving reads them: features, compiled rankers, files with their cards. Plain arrays; nothing native. */
@NullMarked
package kepu.recommend.model;

import org.jspecify.annotations.NullMarked;
