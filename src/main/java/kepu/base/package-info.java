/** What every room may use: failures, ids, the vocabulary of topics and groups. JDK and vertx-core only. */
@NullMarked
package kepu.base;

import org.jspecify.annotations.NullMarked;
