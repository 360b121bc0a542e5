package io.wishbone.benchmarks;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.wishbone.event.Event;
import io.wishbone.netty.framing.DelimiterPolicy;
import io.wishbone.netty.framing.FrameDecoder;
import io.wishbone.netty.framing.FrameEncoder;
import io.wishbone.netty.framing.FrameSink;
import io.wishbone.netty.framing.Framing;
import io.wishbone.netty.framing.LengthField;
import io.wishbone.netty.framing.OversizePolicy;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What it costs to cut a message out of a direct buffer, and to write one into it. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class FramingBenchmark {
    private static final int MESSAGES = 256;
    private static final int MAX_FRAME = 64 << 10;

    /** The framing. */
    @Param({"lines", "null", "delimiter", "length", "octet_counting", "varint"})
    private String framing = "";

    /** How long a message is. */
    @Param({"256"})
    private int bytes;

    private final LastFrame last = new LastFrame();
    private ByteBuf stream = Unpooled.EMPTY_BUFFER;
    private ByteBuf out = Unpooled.EMPTY_BUFFER;
    private Event event = Event.of("");
    private FrameEncoder encoder = Framing.lines().encoder(DelimiterPolicy.KEEP);
    private FrameDecoder decoder = Framing.lines().decoder(MAX_FRAME, OversizePolicy.DISCARD, last);

    /** Keeps the last message, so that it has to be made. */
    private static final class LastFrame implements FrameSink {
        private byte[] frame = {};

        @Override
        public boolean frame(byte[] newFrame) {
            frame = newFrame;
            return true;
        }

        @Override
        public boolean oversize() {
            throw new IllegalStateException("no message is that long");
        }

        @Override
        public void malformed(String what) {
            throw new IllegalStateException(what);
        }
    }

    /** Makes the stream. */
    @Setup
    public void prepare() {
        byte[] data = new byte[bytes];
        Arrays.fill(data, (byte) 'x');
        event = Event.of(data);
        Framing chosen = framing();
        encoder = chosen.encoder(DelimiterPolicy.KEEP);
        decoder = chosen.decoder(MAX_FRAME, OversizePolicy.DISCARD, last);
        stream = PooledByteBufAllocator.DEFAULT.directBuffer(MESSAGES * (bytes + encoder.overheadBytes()));
        out = PooledByteBufAllocator.DEFAULT.directBuffer(stream.capacity());
        for (int i = 0; i < MESSAGES; i++) {
            encoder.encode(data, stream);
        }
    }

    private Framing framing() {
        return switch (framing) {
            case "null" -> Framing.nullEnded();
            case "delimiter" -> Framing.delimiter("||".getBytes(StandardCharsets.US_ASCII));
            case "length" -> Framing.length(LengthField.builder().build());
            case "octet_counting" -> Framing.octetCounting();
            case "varint" -> Framing.varint();
            default -> Framing.lines();
        };
    }

    /** Cuts a stream of whole messages. */
    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public byte[] decode() {
        decoder.decode(stream.retainedDuplicate());
        return last.frame;
    }

    /** Writes messages into one buffer. */
    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public int encode() {
        out.clear();
        for (int i = 0; i < MESSAGES; i++) {
            encoder.encode(event, out);
        }
        return out.writerIndex();
    }
}
