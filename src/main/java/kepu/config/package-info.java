/** The only reader of configuration files and of the environment. */
@NullMarked
package kepu.config;

import org.jspecify.annotations.NullMarked;
