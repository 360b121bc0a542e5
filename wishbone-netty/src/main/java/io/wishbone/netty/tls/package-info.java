/**
 * TLS for network modules: settings, files, handshakes, and words for what goes wrong.
 *
 * <p>A {@link io.wishbone.netty.tls.TlsConfig} says what is wanted, {@link io.wishbone.netty.tls.TlsArgument} reads one
 * from a bootstrap file. {@link io.wishbone.netty.tls.ServerTls} and {@link io.wishbone.netty.tls.ClientTls} read its
 * files, make handlers for channels and look at the files again; {@link io.wishbone.netty.tls.TlsReloads} does so now
 * and then. {@link io.wishbone.netty.tls.TlsFailures} says why a handshake failed, and
 * {@link io.wishbone.netty.tls.TlsSession} what it led to.
 *
 * <pre>{@code
 * TlsConfig config = TlsConfig.builder().certificate(Path.of("server.pem"), Path.of("server.key")).build();
 * ServerTls tls = ServerTls.create(config, log);         // reads the files, off the event loops
 * channel.pipeline().addFirst(tls.newHandler(channel.alloc()));
 * tls.reloadIfChanged();                                 // now and then, off the event loops
 * tls.close();
 * }</pre>
 */
@NullMarked
package io.wishbone.netty.tls;

import org.jspecify.annotations.NullMarked;
