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
        return List.of(
                AcknowledgeType.TYPE,
                CountType.TYPE,
                DedupeType.TYPE,
                FanoutType.TYPE,
                FilterType.TYPE,
                FreshType.TYPE,
                FunnelType.TYPE,
                LockBufferType.TYPE,
                PackType.TYPE,
                QueueSelectType.TYPE,
                RoundRobinType.TYPE,
                SampleType.TYPE,
                SwitchType.TYPE,
                ThrottleType.TYPE,
                TtlType.TYPE,
                UnpackType.TYPE);
    }
}
