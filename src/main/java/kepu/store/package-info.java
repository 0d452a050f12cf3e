/** PostgreSQL, embedded or given, its migrations and bulk loading. */
@NullMarked
package kepu.store;

import org.jspecify.annotations.NullMarked;
