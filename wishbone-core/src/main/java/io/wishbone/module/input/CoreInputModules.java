package io.wishbone.module.input;

import io.wishbone.module.ModuleCatalog;
import io.wishbone.module.ModuleType;
import java.util.List;

/** The kinds of inputs that need nothing but the core. <em>Immutable.</em> */
public final class CoreInputModules implements ModuleCatalog {
    /** For {@link java.util.ServiceLoader}. */
    public CoreInputModules() {}

    @Override
    public List<ModuleType> moduleTypes() {
        return List.of(GeneratorType.TYPE);
    }
}
