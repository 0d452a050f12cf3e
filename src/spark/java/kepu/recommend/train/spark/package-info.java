/** Gram products on Apache Spark; built and put on the class path only when somebody asks for it. The only user of Spark. */
@NullMarked
package kepu.recommend.train.spark;

import org.jspecify.annotations.NullMarked;
