/** Which vetted claims a text makes: cleaning, statements, likeness in several ways, and a probability learned from the library. */
@NullMarked
package kepu.search.claim;

import org.jspecify.annotations.NullMarked;
