/**
 * The functions that expressions have beyond CEL's: times, regular expressions, hashes, encodings, random values. They
 * are found as anybody's would be, by {@link io.wishbone.expression.ExpressionFunctions}.
 *
 * <pre>{@code
 * format_time(now(), "yyyy-MM-dd")
 * regex_extract(data, "user=(\\w+)")
 * sha256(data)
 * }</pre>
 */
@NullMarked
package io.wishbone.cel.function;

import org.jspecify.annotations.NullMarked;
