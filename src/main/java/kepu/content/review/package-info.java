/** 三审三校: versions of items on their way from a draft through three people to publication, their corrections and the record of who did what. */
@NullMarked
package kepu.content.review;

import org.jspecify.annotations.NullMarked;
