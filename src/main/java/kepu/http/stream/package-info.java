/** The live hub on the wire: server-sent events and WebSockets. */
@NullMarked
package kepu.http.stream;

import org.jspecify.annotations.NullMarked;
