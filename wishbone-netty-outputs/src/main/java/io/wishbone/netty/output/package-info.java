/**
 * Network outputs: events become socket traffic.
 *
 * <pre>{@code
 * router.registerModule("out", new TcpOutput(TcpOutputConfig.builder().endpoint("127.0.0.1:6000").build()));
 * router.connect("listen.outbox", "out.inbox");
 * }</pre>
 */
@NullMarked
package io.wishbone.netty.output;

import org.jspecify.annotations.NullMarked;
