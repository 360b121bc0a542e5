package io.wishbone.protocols;

import io.wishbone.protocol.ProtocolCatalog;
import io.wishbone.protocol.ProtocolType;
import java.util.List;

/** The kinds of protocols that this artifact brings. <em>Immutable.</em> */
public final class InstalledProtocols implements ProtocolCatalog {
    /** For {@link java.util.ServiceLoader}. */
    public InstalledProtocols() {}

    @Override
    public List<ProtocolType> protocolTypes() {
        return List.of(
                JsonType.TYPE,
                EventTypes.MSGPACK,
                SyslogType.TYPE,
                GelfType.TYPE,
                LineTypes.CSV,
                LineTypes.GRAPHITE,
                LineTypes.LOGFMT,
                EventTypes.WISHBONE,
                CompressedTypes.GZIP,
                CompressedTypes.ZSTD);
    }
}
