/** The edge: the contract that requests must keep, who is calling, one Routes class a feature, failures to problem documents. */
@NullMarked
package kepu.http;

import org.jspecify.annotations.NullMarked;
