/**
 * What network inputs and outputs share: transports and event loops.
 *
 * <p>Modules of one router share one {@link io.wishbone.netty.EventLoops}; a host that has a Netty
 * {@code EventLoopGroup} already passes it in a module's configuration.
 *
 * <pre>{@code
 * EventLoopGroup group = ...; // the host's own
 * TcpInputConfig config = TcpInputConfig.builder().port(5140).eventLoops(EventLoops.using(group)).build();
 * }</pre>
 */
@NullMarked
package io.wishbone.netty;

import org.jspecify.annotations.NullMarked;
