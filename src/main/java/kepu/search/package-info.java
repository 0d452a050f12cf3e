/** What the texts of items say: Chinese analysis, and which items are alike. The only user of Lucene. */
@NullMarked
package kepu.search;

import org.jspecify.annotations.NullMarked;
