/** 点单: residents order a service of science outreach for their village, staff dispatch it, take it and finish it, residents rate it. */
@NullMarked
package kepu.order;

import org.jspecify.annotations.NullMarked;
