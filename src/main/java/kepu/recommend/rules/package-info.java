/** What operators rule about feeds: pins, boosts, bans and quotas, in versions that are never changed. */
@NullMarked
package kepu.recommend.rules;

import org.jspecify.annotations.NullMarked;
