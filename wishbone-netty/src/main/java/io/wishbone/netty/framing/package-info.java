/**
 * How a byte stream is cut into messages, and how messages are written into one.
 *
 * <p>A {@link io.wishbone.netty.framing.Framing} makes the decoder of a stream, and the encoder that is its
 * counterpart. {@code FrameDecoder} has what all framings share: the buffers that wait, the limit, the end; a
 * {@code FrameCutter} finds where messages end.
 *
 * <pre>{@code
 * FrameDecoder decoder = Framing.lines().decoder(65536, OversizePolicy.DISCARD, sink);
 * decoder.decode(buffer);   // calls sink.frame(byte[]) for each line
 * decoder.finish(true);     // the tail that no line feed ended
 *
 * FrameEncoder encoder = Framing.lines().encoder(DelimiterPolicy.KEEP);
 * encoder.encode(event, buffer);
 * }</pre>
 */
@NullMarked
package io.wishbone.netty.framing;

import org.jspecify.annotations.NullMarked;
