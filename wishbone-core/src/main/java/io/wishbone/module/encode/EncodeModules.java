package io.wishbone.module.encode;

import io.wishbone.module.ModuleCatalog;
import io.wishbone.module.ModuleType;
import java.util.List;

/** The kinds of modules that make text of log records and metrics. <em>Immutable.</em> */
public final class EncodeModules implements ModuleCatalog {
    /** For {@link java.util.ServiceLoader}. */
    public EncodeModules() {}

    @Override
    public List<ModuleType> moduleTypes() {
        return List.of(GraphiteEncoderType.TYPE, HumanLogEncoderType.TYPE);
    }
}
