package io.wishbone.cron;

import io.wishbone.module.ModuleCatalog;
import io.wishbone.module.ModuleType;
import java.util.List;

/** The input of this artifact. <em>Immutable.</em> */
public final class CronModules implements ModuleCatalog {
    /** For {@link java.util.ServiceLoader}. */
    public CronModules() {}

    @Override
    public List<ModuleType> moduleTypes() {
        return List.of(CronInputType.TYPE);
    }
}
