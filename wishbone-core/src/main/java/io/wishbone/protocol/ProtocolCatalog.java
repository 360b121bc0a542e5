package io.wishbone.protocol;

import java.util.List;

/** The kinds of protocols that a jar brings; found by {@link java.util.ServiceLoader}. */
@FunctionalInterface
public interface ProtocolCatalog {
    /** The kinds of protocols. */
    List<ProtocolType> protocolTypes();
}
