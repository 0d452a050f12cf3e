/** Which passages of the live items answer a question, word for word as they stand there. */
@NullMarked
package kepu.search.passage;

import org.jspecify.annotations.NullMarked;
