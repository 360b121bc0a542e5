package io.wishbone.module.process;

import io.wishbone.module.ModuleCatalog;
import io.wishbone.module.ModuleType;
import java.util.List;

/** The kinds of modules that change events. <em>Immutable.</em> */
public final class ProcessModules implements ModuleCatalog {
    /** For {@link java.util.ServiceLoader}. */
    public ProcessModules() {}

    @Override
    public List<ModuleType> moduleTypes() {
        return List.of(AddHeaderType.TYPE, ModifyType.TYPE, RenderType.TYPE, DecodeType.TYPE, EncodeType.TYPE);
    }
}
