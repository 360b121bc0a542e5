/**
 * Network inputs: socket traffic becomes events.
 *
 * <pre>{@code
 * TcpInput listen = new TcpInput(TcpInputConfig.builder().port(5140).build());
 * router.registerModule("listen", listen);
 * router.connect("listen.outbox", "out.inbox");
 * router.start();
 * listen.boundAddress(); // /127.0.0.1:5140
 * }</pre>
 */
@NullMarked
package io.wishbone.netty.input;

import org.jspecify.annotations.NullMarked;
