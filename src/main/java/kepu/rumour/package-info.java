/** Vetted claims and their verdicts: what a text makes of them, what is asked that nobody knows yet, and how corrections reach people. */
@NullMarked
package kepu.rumour;

import org.jspecify.annotations.NullMarked;
