package io.wishbone.module;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The values of a module's arguments, defaults filled in. <em>Immutable.</em> */
public final class Arguments {
    private final String module;
    private final Map<String, Object> values;
    private final Set<String> given;

    private Arguments(String module, Map<String, Object> values, Set<String> given) {
        this.module = module;
        this.values = values;
        this.given = Set.copyOf(given);
    }

    /**
     * Reads the arguments of one module. Whoever calls it has reported unknown names, missing values and bad values
     * before, with their places.
     *
     * @param type the kind of module
     * @param module the module's name
     * @param given values by name, as a bootstrap file gives them
     * @throws ArgumentException if one is missing, unknown or bad
     */
    public static Arguments read(ModuleType type, String module, Map<String, ?> given) {
        return read(type.name(), type.arguments(), module, given);
    }

    /**
     * Reads arguments of what is no module by itself, such as a protocol.
     *
     * @param owner what declares them, for messages
     * @param declared the arguments that there are
     * @param module the name of the module that they are for
     * @param given values by name, as a bootstrap file gives them
     * @throws ArgumentException if one is missing, unknown or bad
     */
    public static Arguments read(String owner, List<Argument<?>> declared, String module, Map<String, ?> given) {
        Map<String, Object> values = new HashMap<>();
        Set<String> names = new HashSet<>();
        for (Argument<?> argument : declared) {
            names.add(argument.name());
            Object raw = given.get(argument.name());
            if (raw == null) {
                raw = argument.defaultText().orElse(null);
            }
            if (raw != null) {
                values.put(argument.name(), argument.type().read(raw, module));
            } else if (argument.isRequired()) {
                throw new ArgumentException("argument \"" + argument.name() + "\" of " + owner
                        + " is missing (expected: " + argument.type().description() + ")");
            }
        }
        for (String name : given.keySet()) {
            if (!names.contains(name)) {
                throw new ArgumentException("argument \"" + name + "\" is unknown to " + owner);
            }
        }
        return new Arguments(module, values, given.keySet());
    }

    /** The name of the module that they are for; empty while nobody knows it. */
    public String module() {
        return module;
    }

    /** Whether somebody gave the argument a value, so that it has not only its default. */
    public boolean isGiven(Argument<?> argument) {
        return given.contains(argument.name());
    }

    /** The value of an argument that is required or has a default. */
    public <T> T get(Argument<T> argument) {
        return find(argument)
                .orElseThrow(() -> new IllegalArgumentException("argument \"" + argument.name() + "\" has no value"));
    }

    /** The value of an argument, if it has one. */
    @SuppressWarnings("unchecked") // the value was read by the argument's own type
    public <T> Optional<T> find(Argument<T> argument) {
        @Nullable Object value = values.get(argument.name());
        return Optional.ofNullable((T) value);
    }
}
