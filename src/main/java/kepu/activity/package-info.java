/** What people do: events, stored before they are acknowledged, and the service record (人次). */
@NullMarked
package kepu.activity;

import org.jspecify.annotations.NullMarked;
