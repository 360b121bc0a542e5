package io.wishbone.netty.input;

import io.wishbone.module.Argument;
import io.wishbone.module.ArgumentException;
import io.wishbone.module.Arguments;
import io.wishbone.module.NearestName;
import io.wishbone.module.Parts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A map within an argument whose keys are declared as arguments are, so that all that is wrong is told with its place.
 */
final class DeclaredMap {
    private DeclaredMap() {}

    /**
     * Reads one.
     *
     * @param owner what it is, for messages
     * @param module the name of the module that it is for
     * @throws ArgumentException if something is wrong with it
     */
    static Arguments read(String owner, List<Argument<?>> declared, Object raw, String module) {
        List<String> names = declared.stream().map(Argument::name).toList();
        if (!(raw instanceof Map<?, ?> map)) {
            throw new ArgumentException(owner + " is no map (expected: a map of " + String.join(", ", names) + ")");
        }
        Map<String, Object> given = new LinkedHashMap<>();
        Parts parts = new Parts();
        map.forEach((key, value) -> {
            String name = key.toString();
            given.put(name, value);
            parts.read(name, () -> check(owner, declared, names, name, value, module));
        });
        parts.check();
        return Arguments.read(owner, declared, module, given);
    }

    private static Object check(
            String owner, List<Argument<?>> declared, List<String> names, String name, Object value, String module) {
        Optional<Argument<?>> argument =
                declared.stream().filter(one -> one.name().equals(name)).findFirst();
        if (argument.isEmpty()) {
            String hint = NearestName.find(name, names)
                    .map(nearest -> "; did you mean \"" + nearest + "\"?")
                    .orElse("");
            throw new ArgumentException("unknown option \"" + name + "\" of " + owner + " (expected: one of "
                    + String.join(", ", names) + hint + ")");
        }
        if (value == null) {
            throw new ArgumentException("\"" + name + "\" has no value (expected: "
                    + argument.get().type().description() + ")");
        }
        return argument.get().type().read(value, module);
    }
}
