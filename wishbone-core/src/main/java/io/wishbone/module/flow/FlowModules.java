package io.wishbone.module.flow;

import io.wishbone.module.ModuleCatalog;
import io.wishbone.module.ModuleType;
import java.util.List;

/** The kinds of flow modules. <em>Immutable.</em> */
public final class FlowModules implements ModuleCatalog {
    /** For {@link java.util.ServiceLoader}. */
    public FlowModules() {}

    @Override
    public List<ModuleType> moduleTypes() {
        return List.of(FanoutType.TYPE, FunnelType.TYPE);
    }
}
