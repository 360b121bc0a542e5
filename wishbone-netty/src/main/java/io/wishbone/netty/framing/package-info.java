/**
 * How a byte stream is cut into messages.
 *
 * <pre>{@code
 * LineDecoder decoder = new LineDecoder(65536, OversizePolicy.DISCARD, sink);
 * decoder.decode(buffer);   // calls sink.frame(byte[]) for each line
 * decoder.finish(true);     // the tail that no line feed ended
 * }</pre>
 */
@NullMarked
package io.wishbone.netty.framing;

import org.jspecify.annotations.NullMarked;
