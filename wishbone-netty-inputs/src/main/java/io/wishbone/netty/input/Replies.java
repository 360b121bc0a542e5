package io.wishbone.netty.input;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.util.concurrent.Future;
import io.wishbone.actor.EventRefusedException;
import io.wishbone.actor.Hold;
import io.wishbone.actor.Inlet;
import io.wishbone.event.Event;
import io.wishbone.netty.StreamAck;
import io.wishbone.netty.codec.Codec;
import io.wishbone.netty.framing.DelimiterPolicy;
import io.wishbone.netty.framing.FrameEncoder;
import io.wishbone.protocol.Encoder;
import io.wishbone.protocol.Protocol;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Writes events to the connections that they answer. <em>Confined to its module's thread.</em> An event ends once its
 * bytes were flushed to the kernel; it goes to {@code failed} if its connection has ended, or keeps so much unread that
 * more would only gather here.
 */
final class Replies {
    private static final int LEAST_BYTES = 256;

    private final StreamInput input;
    private final Inlet inlet;
    private final FrameEncoder framing;
    private final Set<Channel> unflushed = new LinkedHashSet<>();
    private @Nullable Encoder protocol;

    Replies(StreamInput input, Inlet inlet) {
        this.input = input;
        this.inlet = inlet;
        this.framing = input.config().framing().encoder(DelimiterPolicy.KEEP);
    }

    /** To be called before the first reply. */
    void start() {
        Protocol encoding = input.replyProtocol();
        protocol = encoding == null ? null : encoding.newEncoder(input.protocolContext());
    }

    /** Whether replies may come. Any thread. */
    boolean areConnected() {
        return inlet.queue() != null && input.config().ack() == StreamAck.NONE;
    }

    /**
     * Writes an event to the connection that it names.
     *
     * @param hold keeps the event until it is written
     * @throws EventRefusedException if it names none, or one that has ended or does not read
     */
    void reply(Event event, Function<Event, Hold> hold) throws Exception {
        if (input.config().ack() == StreamAck.LINES) {
            throw new EventRefusedException(
                    "a reply would be mixed up with acknowledgements (expected: ack: none, or no replies)");
        }
        StreamConnection connection = connectionOf(event);
        Channel channel = connection.channel();
        Object message;
        try {
            message = encode(event, connection);
        } catch (Exception | StackOverflowError e) {
            // It is not going to come any more, so that nobody has to wait for it.
            channel.eventLoop().execute(connection::replyWritten);
            throw e;
        }
        Hold held = hold.apply(event);
        channel.write(message).addListener(done -> {
            connection.replyWritten();
            input.onModuleThread(() -> end(held, done));
        });
        unflushed.add(channel);
    }

    private StreamConnection connectionOf(Event event) {
        Object given = event.header(input.moduleName(), "connection");
        if (!(given instanceof Number number)) {
            throw new EventRefusedException("header." + input.moduleName() + ".connection is "
                    + (given == null ? "missing" : "\"" + given + "\"")
                    + " (expected: that of an event from this input)");
        }
        StreamConnection connection = input.connection(number.longValue());
        if (connection == null) {
            throw new EventRefusedException("connection " + number + " has ended");
        }
        return connection;
    }

    private Object encode(Event event, StreamConnection connection) throws Exception {
        Channel channel = connection.channel();
        if (!channel.isWritable()) {
            throw new EventRefusedException(
                    "connection " + connection.number() + " does not read the replies that it has got");
        }
        Codec codec = input.config().codec();
        if (codec != null) {
            return codec.takesEvents() ? event : event.data();
        }
        ByteBuf message = channel.alloc().directBuffer(LEAST_BYTES);
        try {
            Encoder encoding = protocol;
            if (encoding == null) {
                framing.encode(event, message);
            } else {
                framing.encode(encoding.encode(event), message);
            }
            return message;
        } catch (Exception | StackOverflowError e) {
            message.release();
            throw e;
        }
    }

    private static void end(Hold held, Future<?> done) {
        if (done.isSuccess()) {
            held.succeed();
        } else {
            held.fail(done.cause());
        }
    }

    /** Flushes what was written since it was called last. */
    void flush() {
        unflushed.forEach(Channel::flush);
        unflushed.clear();
    }
}
