/** 向科学要答案: questions in plain words, answered by passages of vetted items or by people. */
@NullMarked
package kepu.answer;

import org.jspecify.annotations.NullMarked;
