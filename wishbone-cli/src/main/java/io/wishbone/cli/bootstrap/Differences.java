package io.wishbone.cli.bootstrap;

import io.wishbone.cli.bootstrap.Bootstrap.ModuleSpec;
import io.wishbone.event.EventJson;
import io.wishbone.module.Argument;
import io.wishbone.module.ModuleType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds which values differ between two bootstraps, and shows them without what is secret. <em>Immutable.</em> */
final class Differences {
    private static final String NONE = "none";
    /** What the server reads anew each time that it needs it. */
    private static final Set<String> LIVE = Set.of("stop_deadline", "log_level");

    private final Bootstrap before;
    private final Bootstrap after;

    Differences(Bootstrap before, Bootstrap after) {
        this.before = before;
        this.after = after;
    }

    List<Plan.Difference> ofArguments(ModuleSpec was, ModuleSpec is) {
        Set<String> names = new LinkedHashSet<>(names(is.type()));
        names.addAll(names(was.type()));
        List<Plan.Difference> differences = new ArrayList<>();
        for (String name : names) {
            Object old = effective(was, name);
            Object young = effective(is, name);
            if (!Objects.equals(plain(old), plain(young))) {
                boolean isSecret = isSecret(was.type(), name) || isSecret(is.type(), name);
                differences.add(new Plan.Difference(name, shown(old, isSecret), shown(young, isSecret)));
            }
        }
        return differences;
    }

    private static List<String> names(ModuleType type) {
        return type.arguments().stream().map(Argument::name).toList();
    }

    private static @Nullable Object effective(ModuleSpec module, String name) {
        Object given = module.arguments().get(name);
        return given != null
                ? given
                : module.type().argument(name).flatMap(Argument::defaultText).orElse(null);
    }

    private static boolean isSecret(ModuleType type, String name) {
        return ArgumentChecks.soundsSecret(name)
                || type.argument(name).filter(Argument::isSecret).isPresent();
    }

    /** A value with all scalars as texts, since substitution gives texts where a file has numbers. */
    private static @Nullable Object plain(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .collect(
                            Collectors.toMap(entry -> String.valueOf(entry.getKey()), entry -> text(entry.getValue())));
        }
        if (value instanceof List<?> list) {
            return list.stream().map(Differences::text).toList();
        }
        return value == null ? null : value.toString();
    }

    private static Object text(@Nullable Object value) {
        Object plain = plain(value);
        return plain == null ? "" : plain;
    }

    private String shown(@Nullable Object value, boolean isSecret) {
        if (value == null) {
            return NONE;
        }
        return isSecret ? Secrets.MASK : before.mask(after.mask(EventJson.ofValue(withoutSecrets(value))));
    }

    private static Object withoutSecrets(Object value) {
        if (value instanceof List<?> list) {
            return list.stream()
                    .map(each -> withoutSecrets(Objects.requireNonNull(each)))
                    .toList();
        }
        if (!(value instanceof Map<?, ?> map)) {
            return value;
        }
        Map<String, Object> masked = new LinkedHashMap<>();
        map.forEach((key, each) -> {
            String name = String.valueOf(key);
            masked.put(
                    name,
                    ArgumentChecks.soundsSecret(name) ? Secrets.MASK : withoutSecrets(Objects.requireNonNull(each)));
        });
        return masked;
    }

    List<Plan.Setting> ofSettings() {
        Map<String, String> old = before.settings().asTexts();
        List<Plan.Setting> differences = new ArrayList<>();
        after.settings().asTexts().forEach((name, text) -> {
            String was = String.valueOf(old.get(name));
            if (!was.equals(text)) {
                differences.add(new Plan.Setting(new Plan.Difference(name, was, text), !LIVE.contains(name)));
            }
        });
        return differences;
    }
}
