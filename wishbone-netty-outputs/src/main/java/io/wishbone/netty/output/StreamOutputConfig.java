package io.wishbone.netty.output;

import io.wishbone.netty.EventLoops;
import io.wishbone.netty.ReconnectConfig;
import io.wishbone.netty.StreamAck;
import io.wishbone.netty.codec.Codec;
import io.wishbone.netty.framing.DelimiterPolicy;
import io.wishbone.netty.framing.Framing;
import io.wishbone.protocol.Protocol;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How an output writes the streams of its connections, and what it promises of them, whatever they go through.
 * <em>Immutable.</em>
 *
 * @param framing how events are told apart; default {@link Framing#lines}
 * @param onDelimiter what becomes of an event that has the delimiter, or an LF if the framing is lines, in it; default
 *     {@link DelimiterPolicy#KEEP}, or {@link DelimiterPolicy#REJECT} with acknowledgements; of no effect with framings
 *     without a delimiter
 * @param reconnect how it connects, and again; default {@link ReconnectConfig#DEFAULT}
 * @param retry when it gives events up; default {@link RetryPolicy#FOREVER}
 * @param writeTimeout after how long a connection is ended on which nothing could be flushed though something was to
 *     be, 365 days at most; 0, the default, is never: a peer that reads nothing is waited for
 * @param maxAge after how long a connection is replaced by a new one, up to a tenth earlier or later by chance, 365
 *     days at most; 0, the default, is never. The old one ends its side, and the peer has 10 s to end its own
 * @param inFlight how much it keeps that is not delivered before it takes no more; default {@link InFlight#DEFAULT}
 * @param replay what is sent again after a connection broke; default {@link Replay#DEFAULT}; {@link Replay#OFF} with
 *     acknowledgements, which make it needless, and beside a codec
 * @param ack whether the peer tells what it has taken; default {@link StreamAck#NONE}
 * @param ackTimeout after how long a connection is ended on which the peer has acknowledged nothing more though there
 *     is something to, 1 ms to 365 days; default 1 minute
 * @param protocol makes the bytes of each event; null, the default, is its data, bytes as they are and anything else as
 *     UTF-8 text
 * @param codec makes Netty handlers that stand in the place of framing and protocol; null, the default, is none
 * @param eventLoops the loops that serve the socket; null, the default, is those that the router's modules share
 */
public record StreamOutputConfig(
        Framing framing,
        DelimiterPolicy onDelimiter,
        ReconnectConfig reconnect,
        RetryPolicy retry,
        Duration writeTimeout,
        Duration maxAge,
        InFlight inFlight,
        Replay replay,
        StreamAck ack,
        Duration ackTimeout,
        @Nullable Protocol protocol,
        @Nullable Codec codec,
        @Nullable EventLoops eventLoops) {
    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final Duration LONGEST = Duration.ofDays(365);

    /**
     * What is sent again on the next connection, since a flush does not say that the peer's application has read it.
     * <em>Immutable.</em>
     *
     * @param bytes how many of the bytes that were flushed last; 0 is none, so that nothing is ever sent twice, and
     *     what the kernels had taken is lost when a connection breaks
     * @param age only what was flushed in this time before the connection broke, 365 days at most
     */
    public record Replay(long bytes, Duration age) {
        private static final long MOST_BYTES = 1 << 30;

        /** 4 MiB and 30 s. */
        public static final Replay DEFAULT = new Replay(4 << 20, Duration.ofSeconds(30));

        /** Nothing is sent again. */
        public static final Replay OFF = new Replay(0, Duration.ZERO);

        public Replay {
            check(bytes >= 0 && bytes <= MOST_BYTES, "bytes", bytes, "0 to 2^30");
            checkZeroOrMore("age", age);
        }
    }

    public StreamOutputConfig {
        // Refuses what cannot be escaped.
        framing.encoder(onDelimiter);
        Objects.requireNonNull(reconnect, "reconnect");
        Objects.requireNonNull(retry, "retry");
        Objects.requireNonNull(inFlight, "inFlight");
        checkZeroOrMore("writeTimeout", writeTimeout);
        checkZeroOrMore("maxAge", maxAge);
        check(
                ackTimeout.compareTo(SHORTEST) >= 0 && ackTimeout.compareTo(LONGEST) <= 0,
                "ackTimeout",
                ackTimeout,
                "1 ms to 365 days");
        check(protocol == null || protocol.canEncode(), "protocol", String.valueOf(protocol), "one that can encode");
        if (codec != null) {
            checkBesideCodec(framing, onDelimiter, replay, ack, protocol);
        }
        if (ack == StreamAck.LINES) {
            checkCountable(framing, onDelimiter, replay);
        }
    }

    private static void checkBesideCodec(
            Framing framing, DelimiterPolicy onDelimiter, Replay replay, StreamAck ack, @Nullable Protocol protocol) {
        check(replay.bytes() == 0, "replay", replay, "Replay.OFF beside a codec, whose bytes cannot be told apart");
        check(ack == StreamAck.NONE, "ack", ack, "none beside a codec, whose messages cannot be counted");
        check(protocol == null, "protocol", String.valueOf(protocol), "none beside a codec, which replaces it");
        check(framing.equals(Framing.lines()), "framing", framing, "none beside a codec");
        check(onDelimiter == DelimiterPolicy.KEEP, "onDelimiter", onDelimiter, "none beside a codec");
    }

    /** Both sides have to count the same messages. */
    private static void checkCountable(Framing framing, DelimiterPolicy onDelimiter, Replay replay) {
        check(
                replay.bytes() == 0,
                "replay",
                replay,
                "Replay.OFF with acknowledgements, which tell what has to be sent again");
        check(!framing.equals(Framing.none()), "framing", framing, "one that tells messages apart, with ack");
        check(
                onDelimiter != DelimiterPolicy.KEEP || !framing.hasDelimiter(),
                "onDelimiter",
                onDelimiter,
                "reject or escape with ack, since each event has to be one message");
    }

    private static void checkZeroOrMore(String name, Duration value) {
        check(!value.isNegative() && value.compareTo(LONGEST) <= 0, name, value, "0 to 365 days");
    }

    static void check(boolean holds, String name, Object value, String expected) {
        if (!holds) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: " + expected + ")");
        }
    }

    /**
     * Sets what differs from the defaults, for the configurations that have a {@link StreamOutputConfig} in them.
     * <em>Confined to one thread.</em>
     *
     * @param <B> the builder itself
     */
    public abstract static class Builder<B extends Builder<B>> extends OutputBuilder<B> {
        private Framing framing = Framing.lines();
        private @Nullable DelimiterPolicy onDelimiter;
        private Duration connectTimeout = ReconnectConfig.DEFAULT.connectTimeout();
        private Duration writeTimeout = Duration.ZERO;
        private Duration maxAge = Duration.ZERO;
        private @Nullable Replay replay;
        private StreamAck ack = StreamAck.NONE;
        private Duration ackTimeout = Duration.ofMinutes(1);
        private @Nullable Codec codec;

        Builder() {}

        /** See {@link StreamOutputConfig#framing}. */
        public B framing(Framing value) {
            this.framing = value;
            return self();
        }

        /** See {@link StreamOutputConfig#onDelimiter}. */
        public B onDelimiter(DelimiterPolicy value) {
            this.onDelimiter = value;
            return self();
        }

        /** See {@link ReconnectConfig#connectTimeout}. */
        public B connectTimeout(Duration value) {
            this.connectTimeout = value;
            return self();
        }

        /** See {@link StreamOutputConfig#writeTimeout}. */
        public B writeTimeout(Duration value) {
            this.writeTimeout = value;
            return self();
        }

        /** See {@link StreamOutputConfig#maxAge}. */
        public B maxAge(Duration value) {
            this.maxAge = value;
            return self();
        }

        /** See {@link StreamOutputConfig#replay}. */
        public B replay(Replay value) {
            this.replay = value;
            return self();
        }

        /** See {@link StreamOutputConfig#ack}. */
        public B ack(StreamAck value) {
            this.ack = value;
            return self();
        }

        /** See {@link StreamOutputConfig#ackTimeout}. */
        public B ackTimeout(Duration value) {
            this.ackTimeout = value;
            return self();
        }

        /** See {@link StreamOutputConfig#codec}. */
        public B codec(Codec value) {
            this.codec = value;
            return self();
        }

        /** What was set; checks it. */
        final StreamOutputConfig stream() {
            boolean acknowledged = ack == StreamAck.LINES;
            boolean counts = acknowledged && framing.hasDelimiter();
            return new StreamOutputConfig(
                    framing,
                    onDelimiter != null ? onDelimiter : counts ? DelimiterPolicy.REJECT : DelimiterPolicy.KEEP,
                    new ReconnectConfig(connectTimeout, minBackoff(), maxBackoff()),
                    retry(),
                    writeTimeout,
                    maxAge,
                    inFlight(),
                    replay != null ? replay : acknowledged || codec != null ? Replay.OFF : Replay.DEFAULT,
                    ack,
                    ackTimeout,
                    protocol(),
                    codec,
                    eventLoops());
        }
    }
}
