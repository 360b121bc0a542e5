package io.wishbone.module.encode;

import io.wishbone.expression.EventFunction;
import io.wishbone.expression.PlainText;
import java.util.Objects;

/**
 * What a {@link GraphiteEncoder} writes. <em>Immutable.</em>
 *
 * @param prefix gives the first levels of the path; empty for none
 * @param source whether the source of a metric that names one is a level of the path
 * @param tags whether tags are appended to the path, as {@code ;key=value}
 */
public record GraphiteEncoderConfig(EventFunction<String> prefix, boolean source, boolean tags) {
    public GraphiteEncoderConfig {
        Objects.requireNonNull(prefix, "prefix");
    }

    /** The same prefix for all, with sources, without tags. */
    public static GraphiteEncoderConfig of(String prefix) {
        return new GraphiteEncoderConfig(new PlainText(prefix), true, false);
    }
}
