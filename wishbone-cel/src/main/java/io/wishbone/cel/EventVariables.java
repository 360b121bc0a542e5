package io.wishbone.cel;

import dev.cel.runtime.CelVariableResolver;
import io.wishbone.event.Event;
import java.util.Map;
import java.util.Optional;

/**
 * The variables of one evaluation; worked out when they are asked for. <em>Confined to the thread that evaluates.</em>
 */
final class EventVariables implements CelVariableResolver {
    private static final Optional<Object> ENVIRONMENT = Optional.of(new MapView(Map.copyOf(System.getenv()), "env"));

    private final Event event;
    private final Optional<Object> module;
    private Optional<Object> data = Optional.empty();
    private Optional<Object> header = Optional.empty();

    /**
     * The variables for an event.
     *
     * @param module the name of the module, as the engine wants it
     */
    EventVariables(Event event, Optional<Object> module) {
        this.event = event;
        this.module = module;
    }

    @Override
    public Optional<Object> find(String name) {
        return switch (name) {
            case "data" -> data();
            case "header" -> header();
            case "module" -> module;
            case "env" -> ENVIRONMENT;
            default -> Optional.empty();
        };
    }

    private Optional<Object> data() {
        if (data.isEmpty()) {
            // What comes from the network and was not decoded is text to whoever writes an expression.
            data = Optional.of(
                    event.data() instanceof byte[] ? event.text() : CelValues.of(event.data(), null, "data"));
        }
        return data;
    }

    private Optional<Object> header() {
        if (header.isEmpty()) {
            header = Optional.of(new MapView(event.header().asMap(), "header"));
        }
        return header;
    }
}
