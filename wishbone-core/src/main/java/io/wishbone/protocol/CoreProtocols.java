package io.wishbone.protocol;

import java.util.List;

/** The kinds of protocols that need nothing but the core. <em>Immutable.</em> */
public final class CoreProtocols implements ProtocolCatalog {
    /** For {@link java.util.ServiceLoader}. */
    public CoreProtocols() {}

    @Override
    public List<ProtocolType> protocolTypes() {
        return List.of(BytesType.TYPE, TextType.TYPE);
    }
}
