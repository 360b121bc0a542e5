package io.wishbone.module.process;

import io.wishbone.module.ArgumentException;
import io.wishbone.module.ArgumentType;
import io.wishbone.module.NearestName;
import io.wishbone.module.Parts;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** What a bootstrap file says of one operation, a map. <em>Confined to the thread that reads the file.</em> */
final class Options {
    /** A path of any field. */
    static final ArgumentType<String> FIELD = ArgumentType.of(FieldPath.EXPECTED, raw -> {
        String path = ArgumentType.text().read(raw);
        FieldPath.parse(path);
        return path;
    });

    private final Map<?, ?> given;
    private final String module;

    private Options(Map<?, ?> given, String module) {
        this.given = given;
        this.module = module;
    }

    /**
     * The options that a value has.
     *
     * @param form how they are written, for messages
     * @throws ArgumentException if it is no map, or has a key that is no option
     */
    static Options of(Object raw, String module, String form, String... names) {
        if (!(raw instanceof Map<?, ?> map)) {
            throw new ArgumentException(form);
        }
        List<String> known = Arrays.asList(names);
        for (Object key : map.keySet()) {
            if (!known.contains(key.toString())) {
                throw unknown("option", key.toString(), known, form);
            }
        }
        return new Options(map, module);
    }

    /** What to say of a name that there is not. */
    static ArgumentException unknown(String what, String name, Collection<String> known, String expected) {
        String hint = NearestName.find(name, known)
                .map(nearest -> "; did you mean \"" + nearest + "\"?")
                .orElse("");
        return new ArgumentException("unknown " + what + " \"" + name + "\" (expected: " + expected + hint + ")");
    }

    /**
     * The value of an option.
     *
     * @throws ArgumentException if it is missing or bad
     */
    <T> T required(String name, ArgumentType<T> type) {
        Object raw = given.get(name);
        if (raw == null) {
            throw new ArgumentException(
                    "the option \"" + name + "\" is missing (expected: " + type.description() + ")");
        }
        return at(name, () -> type.read(raw, module));
    }

    /**
     * The value of an option that may be left out.
     *
     * @throws ArgumentException if it is bad
     */
    <T> T optional(String name, ArgumentType<T> type, T otherwise) {
        return given.get(name) == null ? otherwise : required(name, type);
    }

    /** Makes something of an option, whose place is named if that fails. */
    static <T> T at(String name, Supplier<T> reader) {
        Parts parts = new Parts();
        return parts.read(name, reader).orElseGet(() -> {
            parts.check();
            throw new IllegalStateException("what is not there has no problem");
        });
    }
}
