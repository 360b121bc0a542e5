package io.wishbone.netty.input;

import io.wishbone.module.ModuleCatalog;
import io.wishbone.module.ModuleType;
import java.util.List;

/** The kinds of network inputs. <em>Immutable.</em> */
public final class NettyInputModules implements ModuleCatalog {
    /** For {@link java.util.ServiceLoader}. */
    public NettyInputModules() {}

    @Override
    public List<ModuleType> moduleTypes() {
        return List.of(
                TcpInputType.TYPE,
                UdpInputType.TYPE,
                UnixInputType.TYPE,
                UnixDatagramInputType.TYPE,
                HttpInputType.TYPE);
    }
}
