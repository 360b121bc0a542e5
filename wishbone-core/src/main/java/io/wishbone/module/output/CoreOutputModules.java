package io.wishbone.module.output;

import io.wishbone.module.ModuleCatalog;
import io.wishbone.module.ModuleType;
import java.util.List;

/** The kinds of outputs that need nothing but the core. <em>Immutable.</em> */
public final class CoreOutputModules implements ModuleCatalog {
    /** For {@link java.util.ServiceLoader}. */
    public CoreOutputModules() {}

    @Override
    public List<ModuleType> moduleTypes() {
        return List.of(StdoutOutputType.TYPE, FileOutputType.TYPE, DeadLetterType.TYPE, NullOutputType.TYPE);
    }
}
