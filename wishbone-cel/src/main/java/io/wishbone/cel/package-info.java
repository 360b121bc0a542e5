/**
 * The language of expressions in bootstrap files: CEL, the Common Expression Language. Found by
 * {@link java.util.ServiceLoader} where this artifact is on the class path; whoever writes lambdas needs none of it.
 *
 * <p>Start with {@link io.wishbone.cel.CelLanguage}. Functions come from
 * {@link io.wishbone.expression.ExpressionFunctions}, our own in {@code io.wishbone.cel.function} as those of others.
 *
 * <pre>{@code
 * ExpressionLanguage language = new CelLanguage();
 * EventPredicate isBad = language.condition("data.status >= 500", "pick");
 * isBad.test(Event.of(Map.of("status", 503))); // true
 * }</pre>
 */
@NullMarked
package io.wishbone.cel;

import org.jspecify.annotations.NullMarked;
