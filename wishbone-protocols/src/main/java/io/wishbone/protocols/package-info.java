/**
 * Protocols that need more than the core: JSON, MessagePack, syslog, GELF, CSV, Graphite's, logfmt, Wishbone's own, and
 * compression around any of them. Found by {@link java.util.ServiceLoader} where this artifact is on the class path.
 *
 * <p>Each is a class with a method {@code create}.
 *
 * <pre>{@code
 * TcpInput input = new TcpInput(TcpInputConfig.builder()
 *         .port(5140)
 *         .protocol(JsonProtocol.create(JsonConfig.builder().build()))
 *         .build());
 * }</pre>
 */
@NullMarked
package io.wishbone.protocols;

import org.jspecify.annotations.NullMarked;
