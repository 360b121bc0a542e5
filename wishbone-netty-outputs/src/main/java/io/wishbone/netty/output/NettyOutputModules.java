package io.wishbone.netty.output;

import io.wishbone.module.ModuleCatalog;
import io.wishbone.module.ModuleType;
import java.util.List;

/** The kinds of network outputs. <em>Immutable.</em> */
public final class NettyOutputModules implements ModuleCatalog {
    /** For {@link java.util.ServiceLoader}. */
    public NettyOutputModules() {}

    @Override
    public List<ModuleType> moduleTypes() {
        return List.of(
                HttpOutputType.TYPE,
                TcpOutputType.TYPE,
                UdpOutputType.TYPE,
                UnixOutputType.TYPE,
                UnixDatagramOutputType.TYPE,
                SyslogOutputType.TYPE);
    }
}
