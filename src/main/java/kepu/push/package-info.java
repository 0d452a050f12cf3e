/** The right content to the right people: audiences, campaigns, publications stored once, inboxes, the live hub, receipts. */
@NullMarked
package kepu.push;

import org.jspecify.annotations.NullMarked;
