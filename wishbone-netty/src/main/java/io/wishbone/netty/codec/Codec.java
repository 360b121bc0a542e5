package io.wishbone.netty.codec;

import io.netty.channel.ChannelHandler;
import java.util.List;

/**
 * Makes the handlers of one channel. <em>Thread-safe: called on the event loop of each channel.</em>
 *
 * <p>The handlers stand between the socket and the module, the first next to the socket. On a connection they get
 * {@code ByteBuf}s, on a datagram socket {@code io.netty.channel.socket.DatagramPacket}s.
 *
 * <p><b>Inbound</b>, each object that the last handler passes on becomes the data of one event; an {@code Event} is
 * taken as it is, a {@code ByteBuf} as {@code byte[]}. Other objects that must be released are refused.
 *
 * <p><b>Outbound</b>, each event's data, or the event where {@link #takesEvents} says so, is written to the last
 * handler. What leaves the first has to be a {@code ByteBuf}, or on a datagram socket also a {@code DatagramPacket},
 * and its promise has to be done by what became of it: the event is sent when its promise succeeds. A handler refuses
 * an event by any exception but an {@code IOException}; {@code EncoderException} is what Netty's encoders make of all.
 * An {@code IOException} means that the connection is broken, so that the event is kept for the next one; on a datagram
 * socket, that the event was not sent.
 *
 * <p><b>Contract.</b> {@code CodecContract} in the test kit for codecs checks most of it.
 *
 * <ul>
 *   <li>Handlers run on their channel's event loop and never block it. New ones are made for each channel; only a
 *       handler that keeps nothing between calls and is {@code @Sharable} may be returned again.
 *   <li>A codec bounds what it keeps: a message that is too long is refused by an exception, such as
 *       {@code TooLongFrameException}, before it is gathered. The module knows nothing of what handlers keep.
 *   <li>What a handler takes it releases, also when it is removed in the middle of a message.
 *   <li>An exception of a handler closes the connection, counted and logged with its message; a datagram socket lives
 *       on. For a message that is wrong by itself, in a stream that can still be told apart, a handler emits nothing.
 *   <li>What a handler does not know it passes on: other events, reads that are asked for, exceptions, the end. At the
 *       end of a stream it may emit what it still has.
 *   <li>Back-pressure: what comes of one read is taken, however much it is; then nothing is read until the pipeline has
 *       room. So one read must not make unbounded messages.
 * </ul>
 */
@FunctionalInterface
public interface Codec {
    /**
     * The handlers of a new channel.
     *
     * @param context where they are to work
     * @return the handlers, the one next to the socket first; not empty
     */
    List<ChannelHandler> newHandlers(CodecContext context);

    /** Whether outputs write whole events, with their headers, to the handlers. Default: no, only their data. */
    default boolean takesEvents() {
        return false;
    }
}
