package io.wishbone.cli.bootstrap;

import io.wishbone.module.ModuleCatalog;
import io.wishbone.module.ModuleType;
import io.wishbone.module.NearestName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The kinds of modules that there are, found by any of their names. <em>Immutable.</em> */
public final class Catalog {
    private static final String OWN = "wishbone.";
    private static final Pattern OLDER_PREFIX = Pattern.compile("^wishbone\\.(module|builtin)\\.");

    private final Map<String, ModuleType> types = new TreeMap<>();

    private final Map<String, String> versions = new TreeMap<>();

    private Catalog(Collection<ModuleType> types) {
        for (ModuleType type : types) {
            if (this.types.putIfAbsent(type.name(), type) != null) {
                throw new IllegalArgumentException(
                        "two jars on the class path bring a module " + Wording.quote(type.name()) + "; remove one");
            }
        }
    }

    /** The kinds of modules of all jars on the class path. */
    public static Catalog installed() {
        Map<String, String> found = new TreeMap<>();
        List<ModuleType> types = new ArrayList<>();
        for (ModuleCatalog each : ServiceLoader.load(ModuleCatalog.class)) {
            String version = each.getClass().getPackage().getImplementationVersion();
            for (ModuleType type : each.moduleTypes()) {
                types.add(type);
                if (version != null) {
                    found.put(type.name(), version);
                }
            }
        }
        Catalog catalog = of(types);
        catalog.versions.putAll(found);
        return catalog;
    }

    /** These kinds of modules. */
    public static Catalog of(Collection<ModuleType> types) {
        return new Catalog(types);
    }

    /** All kinds of modules, by name. */
    public List<ModuleType> types() {
        return List.copyOf(types.values());
    }

    /** The version of the jar that a kind of module comes from, if the jar's manifest names one. */
    public Optional<String> version(ModuleType type) {
        return Optional.ofNullable(versions.get(type.name()));
    }

    /**
     * The kind of module of a name: its full one, or for those of this project also {@code input.tcp},
     * {@code wishbone.module.input.tcp} and {@code wishbone.builtin.input.tcp}.
     */
    public Optional<ModuleType> find(String name) {
        return Optional.ofNullable(types.get(name)).or(() -> Optional.ofNullable(types.get(OWN + shorten(name))));
    }

    private static String shorten(String name) {
        String current = OLDER_PREFIX.matcher(name).replaceFirst(OWN);
        return current.startsWith(OWN) ? current.substring(OWN.length()) : current;
    }

    /** A hint to append to a message about an unknown name: the nearest full name, else how to see them all. */
    public String hint(String wrong) {
        List<String> known = types.keySet().stream().map(Catalog::shorten).toList();
        return NearestName.find(shorten(wrong), known)
                .flatMap(this::find)
                .map(nearest -> " (did you mean " + Wording.quote(nearest.name()) + "?)")
                .orElse(" (\"wishbone list\" shows all)");
    }
}
