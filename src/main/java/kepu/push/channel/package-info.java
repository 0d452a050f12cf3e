/** Ways out of the program: Web Push, webhooks and feeds, through a transactional outbox. */
@NullMarked
package kepu.push.channel;

import org.jspecify.annotations.NullMarked;
