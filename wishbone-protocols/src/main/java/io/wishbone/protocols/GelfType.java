package io.wishbone.protocols;

import io.wishbone.module.Argument;
import io.wishbone.module.ArgumentType;
import io.wishbone.module.Arguments;
import io.wishbone.protocol.ProtocolType;
import java.time.Duration;

/** Declares {@code gelf}. */
final class GelfType {
    private static final Argument<Integer> MAX_PENDING = Argument.defaulted(
            "max_pending",
            ArgumentType.integer(1, GelfConfig.MOST_PENDING),
            "1000",
            "how many messages may wait for their missing chunks; beyond, the oldest is dropped and counted");
    private static final Argument<Long> MAX_PENDING_BYTES = Argument.defaulted(
            "max_pending_bytes",
            ArgumentType.size(GelfConfig.LEAST_PENDING_BYTES, Long.MAX_VALUE),
            "16MiB",
            "how many bytes their chunks may have together");
    private static final Argument<Duration> CHUNK_TIMEOUT = Argument.defaulted(
            "chunk_timeout",
            ArgumentType.duration(Duration.ofMillis(1)),
            "5s",
            "for how long a message waits for its missing chunks, up to 1h");
    private static final Argument<GelfConfig.Compression> COMPRESSION = Argument.defaulted(
            "compression",
            ArgumentType.choice(GelfConfig.Compression.class),
            "none",
            "how what is written is compressed");
    private static final Argument<String> HOST = Argument.defaulted(
            "host", ArgumentType.text(), "unknown", "the host of what is written if its data has none");

    /** The kind of protocol. */
    static final ProtocolType TYPE = ProtocolType.builder(GelfProtocol.NAME)
            .summary("Graylog's GELF 1.1, with chunks and compression.")
            .arguments(
                    LimitArguments.MAX_BYTES,
                    LimitArguments.MAX_DEPTH,
                    LimitArguments.MAX_NUMBER,
                    LimitArguments.DUPLICATE_KEYS,
                    CompressedTypes.MAX_RATIO,
                    MAX_PENDING,
                    MAX_PENDING_BYTES,
                    CHUNK_TIMEOUT,
                    COMPRESSION,
                    HOST)
            .create(arguments -> GelfProtocol.create(config(arguments)));

    private GelfType() {}

    private static GelfConfig config(Arguments arguments) {
        return GelfConfig.builder()
                .limits(LimitArguments.json(arguments))
                .maxRatio(arguments.get(CompressedTypes.MAX_RATIO))
                .maxPending(arguments.get(MAX_PENDING))
                .maxPendingBytes(arguments.get(MAX_PENDING_BYTES))
                .chunkTimeout(arguments.get(CHUNK_TIMEOUT))
                .compression(arguments.get(COMPRESSION))
                .host(arguments.get(HOST))
                .build();
    }
}
