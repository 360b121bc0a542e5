package io.wishbone.protocol;

import io.wishbone.module.Argument;
import io.wishbone.module.ArgumentException;
import io.wishbone.module.ArgumentType;
import io.wishbone.module.NearestName;
import io.wishbone.module.Parts;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The kinds of protocols that are on the class path, and the arguments of modules that take one. */
public final class Protocols {
    /** The name of the argument by which a module takes a protocol. */
    public static final String ARGUMENT = "protocol";

    private static final String FORM =
            "the name of a protocol, such as json, or a map, such as {type: json, max_depth: 50}";

    private Protocols() {}

    /** Loaded when the first protocol is looked for. */
    private static final class Installed {
        static final Map<String, ProtocolType> TYPES = load();

        private static Map<String, ProtocolType> load() {
            Map<String, ProtocolType> types = new TreeMap<>();
            for (ProtocolCatalog catalog : ServiceLoader.load(ProtocolCatalog.class)) {
                for (ProtocolType type : catalog.protocolTypes()) {
                    if (types.putIfAbsent(type.name(), type) != null) {
                        throw new IllegalArgumentException(
                                "two jars on the class path bring a protocol \"" + type.name() + "\"; remove one");
                    }
                }
            }
            return Collections.unmodifiableMap(types);
        }
    }

    /** All kinds of protocols, by name. */
    public static List<ProtocolType> installed() {
        return new ArrayList<>(Installed.TYPES.values());
    }

    /** The kind of protocol of a name. */
    public static Optional<ProtocolType> find(String name) {
        return Optional.ofNullable(Installed.TYPES.get(name));
    }

    /** A protocol with its defaults, or with arguments as a bootstrap file gives them. */
    public static ArgumentType<Protocol> any() {
        return ArgumentType.inModule(FORM, Protocols::read);
    }

    /** A protocol that can be read. */
    public static ArgumentType<Protocol> decoding() {
        return able("decode", Protocol::canDecode);
    }

    /** A protocol that can be written. */
    public static ArgumentType<Protocol> encoding() {
        return able("encode", Protocol::canEncode);
    }

    private static ArgumentType<Protocol> able(String what, Predicate<Protocol> isAble) {
        return ArgumentType.inModule(FORM, (raw, module) -> {
            Protocol protocol = read(raw, module);
            if (!isAble.test(protocol)) {
                throw new ArgumentException(
                        "protocol \"" + protocol.name() + "\" cannot " + what + " (expected: one that can)");
            }
            return protocol;
        });
    }

    private static Protocol read(Object raw, String module) {
        if (!(raw instanceof Map<?, ?> map)) {
            if (raw instanceof Iterable) {
                throw new ArgumentException(FORM);
            }
            return typeOf(raw.toString()).create(module, Map.of());
        }
        Object name = map.get(ProtocolType.TYPE);
        if (name == null) {
            throw new ArgumentException("there is no \"type\" (expected: such as {type: json, max_depth: 50})");
        }
        Parts parts = new Parts();
        Optional<ProtocolType> type = parts.read(ProtocolType.TYPE, () -> typeOf(name.toString()));
        parts.check();
        return read(type.orElseThrow(), map, module);
    }

    private static Protocol read(ProtocolType type, Map<?, ?> map, String module) {
        Map<String, Object> given = new LinkedHashMap<>();
        Parts parts = new Parts();
        map.forEach((key, value) -> {
            String argument = key.toString();
            if (!argument.equals(ProtocolType.TYPE)) {
                given.put(argument, value);
                parts.read(argument, () -> check(type, argument, value, module));
            }
        });
        parts.check();
        return type.create(module, given);
    }

    private static Object check(ProtocolType type, String argument, Object value, String module) {
        Optional<Argument<?>> declared = type.argument(argument);
        if (declared.isEmpty()) {
            List<String> known = type.arguments().stream().map(Argument::name).toList();
            throw unknown("argument", argument, "of protocol " + type.name(), known);
        }
        return declared.get().type().read(value, module);
    }

    private static ProtocolType typeOf(String name) {
        return find(name).orElseThrow(() -> unknown("protocol", name, "", Installed.TYPES.keySet()));
    }

    private static ArgumentException unknown(String what, String name, String of, Collection<String> known) {
        String hint = NearestName.find(name, known)
                .map(nearest -> "; did you mean \"" + nearest + "\"?")
                .orElse("");
        String expected = known.isEmpty() ? "none" : known.stream().sorted().collect(Collectors.joining(", "));
        return new ArgumentException("unknown " + what + " \"" + name + "\"" + (of.isEmpty() ? "" : " " + of)
                + " (expected: " + expected + hint + ")");
    }
}
