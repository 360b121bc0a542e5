/**
 * Codecs of one's own: Netty handlers in the place of framing and protocol.
 *
 * <p>Start with {@link io.wishbone.netty.codec.Codec}, which makes the handlers of each connection or datagram socket.
 * From Java it is a lambda in a module's configuration. A {@link io.wishbone.netty.codec.CodecProvider} declares one
 * for bootstrap files, where it is found by its name, if {@code META-INF/services} names it, or by its class.
 *
 * <pre>{@code
 * Codec codec = context -> List.of(new LengthFieldBasedFrameDecoder(4096, 0, 2), new ReadingDecoder());
 * TcpOutputConfig config = TcpOutputConfig.builder().endpoint("127.0.0.1:5140").codec(codec).build();
 * }</pre>
 *
 * <p>Modules use the rest: {@link io.wishbone.netty.codec.CodecArguments} reads both arguments,
 * {@link io.wishbone.netty.codec.CodecInitializer} builds the pipeline, and
 * {@link io.wishbone.netty.codec.CodecMessages} makes events of what comes out of it.
 */
@NullMarked
package io.wishbone.netty.codec;

import org.jspecify.annotations.NullMarked;
