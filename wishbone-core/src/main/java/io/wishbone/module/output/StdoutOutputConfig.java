package io.wishbone.module.output;

import io.wishbone.expression.EventFunction;
import io.wishbone.expression.PlainText;
import java.util.Objects;

/**
 * What a {@link StdoutOutput} writes of each event. <em>Immutable.</em>
 *
 * @param prefix gives the text before each event; default empty
 * @param selection what of an event is written: {@code data}, the default; a header entry such as
 *     {@code header.listen.remote_address}; or {@code .} for the whole event as JSON
 */
public record StdoutOutputConfig(EventFunction<String> prefix, String selection) {
    public StdoutOutputConfig {
        Objects.requireNonNull(prefix, "prefix");
        Selection.parse(selection);
    }

    /** A builder with the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** Sets what differs from the defaults. */
    public static final class Builder {
        private EventFunction<String> prefix = new PlainText("");
        private String selection = Selection.DATA;

        private Builder() {}

        /** The same text before each event. */
        public Builder prefix(String text) {
            return prefix(new PlainText(text));
        }

        /** See {@link StdoutOutputConfig#prefix}. */
        public Builder prefix(EventFunction<String> value) {
            this.prefix = value;
            return this;
        }

        /** See {@link StdoutOutputConfig#selection}. */
        public Builder selection(String value) {
            this.selection = value;
            return this;
        }

        /** The configuration; checks it. */
        public StdoutOutputConfig build() {
            return new StdoutOutputConfig(prefix, selection);
        }
    }
}
