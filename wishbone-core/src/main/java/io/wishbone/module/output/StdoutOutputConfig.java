package io.wishbone.module.output;

import io.wishbone.expression.EventFunction;
import io.wishbone.expression.PlainText;
import io.wishbone.protocol.Protocol;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link StdoutOutput} writes of each event. <em>Immutable.</em>
 *
 * @param prefix gives the text before each event; default empty
 * @param selection what of an event is written: {@code data}, the default; a header entry such as
 *     {@code header.listen.remote_address}; or {@code .} for the whole event as JSON
 * @param protocol makes the bytes of each event, in the place of a selection; null, the default, is what is selected
 */
public record StdoutOutputConfig(
        EventFunction<String> prefix,
        String selection,
        @Nullable Protocol protocol) {
    public StdoutOutputConfig {
        Objects.requireNonNull(prefix, "prefix");
        Selection.parse(selection);
        if (protocol != null && !protocol.canEncode()) {
            throw new IllegalArgumentException("protocol: " + protocol + " (expected: one that can encode)");
        }
        if (protocol != null && !selection.equals(Selection.DATA)) {
            throw new IllegalArgumentException("selection: \"" + selection + "\" with protocol " + protocol
                    + " (expected: one of the two, since a protocol writes what it wants of an event)");
        }
    }

    /** A builder with the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** Sets what differs from the defaults. */
    public static final class Builder {
        private EventFunction<String> prefix = new PlainText("");
        private String selection = Selection.DATA;
        private @Nullable Protocol protocol;

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

        /** See {@link StdoutOutputConfig#protocol}. */
        public Builder protocol(Protocol value) {
            this.protocol = value;
            return this;
        }

        /** The configuration; checks it. */
        public StdoutOutputConfig build() {
            return new StdoutOutputConfig(prefix, selection, protocol);
        }
    }
}
