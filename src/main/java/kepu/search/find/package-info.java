/** Finding items by words: the index on disk, how texts and queries become terms, how what is found is ordered, and what completes a half-typed word. */
@NullMarked
package kepu.search.find;

import org.jspecify.annotations.NullMarked;
