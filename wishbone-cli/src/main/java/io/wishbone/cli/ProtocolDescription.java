package io.wishbone.cli;

import io.wishbone.protocol.ProtocolType;
import java.util.Map;

/** What {@code wishbone show} says of a kind of protocol. <em>Immutable.</em> */
final class ProtocolDescription {
    private final ProtocolType type;

    ProtocolDescription(ProtocolType type) {
        this.type = type;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(512);
        text.append("protocol ").append(type.name()).append("\n\n").append(type.summary());
        text.append("\n\nArguments:\n");
        if (type.arguments().isEmpty()) {
            text.append("  none\n");
        }
        type.arguments().forEach(argument -> ModuleDescription.describe(text, argument));
        return text.append("\nExample:\n").append(example().indent(2)).toString();
    }

    Map<String, Object> asMap() {
        Map<String, Object> entries = Json.object("name", type.name(), "summary", type.summary());
        entries.put("arguments", ModuleDescription.asList(type.arguments()));
        entries.put("example", example());
        return entries;
    }

    /** A part of a bootstrap file with such a protocol. */
    private String example() {
        return "modules:\n  decode:\n    module: wishbone.process.decode\n    protocol: " + type.name() + "\n";
    }
}
