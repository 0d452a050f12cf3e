/** What people did with items, as training and evaluation read it: from the event store or from files, in plain arrays. */
@NullMarked
package kepu.recommend.log;

import org.jspecify.annotations.NullMarked;
