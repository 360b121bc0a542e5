package io.wishbone.examples;

import io.wishbone.module.ModuleCatalog;
import io.wishbone.module.ModuleType;
import java.util.List;

/** The kinds of modules of this jar. <em>Immutable.</em> */
public final class ExampleModules implements ModuleCatalog {
    /** For {@link java.util.ServiceLoader}. */
    public ExampleModules() {}

    @Override
    public List<ModuleType> moduleTypes() {
        return List.of(RedactType.TYPE);
    }
}
