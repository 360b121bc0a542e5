package io.wishbone.netty.input;

import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.wishbone.event.Completion;
import io.wishbone.netty.StreamAck;
import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Tells the peer of a connection how many of its messages were delivered; see {@link StreamAck#LINES}. <em>Confined to
 * the channel's event loop</em>, but for what becomes of events, which any thread may tell. Messages may be delivered
 * in any order, and are acknowledged in theirs. One line at most waits to be written, since each stands for all before
 * it.
 */
final class Acknowledgements {
    private final StreamConnection connection;
    private final Channel channel;
    private final ArrayDeque<Message> pending = new ArrayDeque<>();
    private final AtomicBoolean looking = new AtomicBoolean();
    private long delivered;
    private long told;
    private boolean writing;
    private boolean failed;

    Acknowledgements(StreamConnection connection) {
        this.connection = connection;
        this.channel = connection.channel();
    }

    /** A message has come; its event is to carry this completion, which the caller gives back once it is submitted. */
    Completion begin() {
        Message message = new Message();
        pending.add(message);
        return Completion.create(message);
    }

    /** A message has come that becomes no event: it was counted, and to send it again would change nothing. */
    void skip() {
        Message message = new Message();
        pending.add(message);
        message.completed(null);
    }

    /** Whether the peer was told of every message that has come. */
    boolean areComplete() {
        return pending.isEmpty() && told == delivered && !writing;
    }

    private void look() {
        looking.set(false);
        Message oldest = pending.peek();
        while (oldest != null && oldest.ended && !failed) {
            if (oldest.failure != null) {
                failed = true;
                break;
            }
            pending.remove();
            delivered++;
            oldest = pending.peek();
        }
        tell();
        if (failed && !writing && oldest != null && oldest.failure != null) {
            connection.notDelivered(oldest.failure);
        }
    }

    private void tell() {
        if (!writing && told < delivered && channel.isActive()) {
            told = delivered;
            writing = true;
            channel.writeAndFlush(ByteBufUtil.writeAscii(channel.alloc(), "ack " + told + "\n"))
                    .addListener(done -> {
                        writing = false;
                        look();
                        connection.answered();
                    });
        }
    }

    /** A message, and what became of its event. */
    private final class Message implements Completion.Listener {
        private volatile boolean ended;
        private Completion.@Nullable Failure failure;

        @Override
        public void completed(Completion.@Nullable Failure itsFailure) {
            failure = itsFailure;
            ended = true;
            if (looking.compareAndSet(false, true)) {
                channel.eventLoop().execute(Acknowledgements.this::look);
            }
        }
    }
}
