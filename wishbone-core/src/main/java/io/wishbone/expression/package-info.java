/**
 * Values that are worked out for each event. A module takes an {@link io.wishbone.expression.EventFunction} or an
 * {@link io.wishbone.expression.EventPredicate}: from Java a lambda, from a bootstrap file an expression or a template,
 * which {@link io.wishbone.expression.Expressions} reads.
 *
 * <pre>{@code
 * static final Argument<EventPredicate> CONDITION =
 *         Argument.required("condition", Expressions.condition(), "which events to let pass");
 *
 * new Filter(event -> event.text().startsWith("ERROR")); // from Java
 * new Filter(arguments.get(CONDITION)); // condition: data.startsWith("ERROR")
 * }</pre>
 */
@NullMarked
package io.wishbone.expression;

import org.jspecify.annotations.NullMarked;
