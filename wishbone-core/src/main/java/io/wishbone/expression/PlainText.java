package io.wishbone.expression;

import io.wishbone.event.Event;
import java.util.Objects;

/**
 * Text that is the same for every event. <em>Immutable.</em> A module that meets it may prepare the text once.
 *
 * @param text the text
 */
public record PlainText(String text) implements EventFunction<String> {
    public PlainText {
        Objects.requireNonNull(text, "text");
    }

    @Override
    public String apply(Event event) {
        return text;
    }
}
