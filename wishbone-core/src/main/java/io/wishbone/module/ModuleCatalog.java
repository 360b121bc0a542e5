package io.wishbone.module;

import java.util.List;

/**
 * The kinds of modules that a jar brings; found by {@link java.util.ServiceLoader}, so that {@code wishbone list} and
 * bootstrap files know them without registration code.
 */
@FunctionalInterface
public interface ModuleCatalog {
    /** The kinds of modules. */
    List<ModuleType> moduleTypes();
}
