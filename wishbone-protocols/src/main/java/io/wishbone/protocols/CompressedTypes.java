package io.wishbone.protocols;

import io.wishbone.module.Argument;
import io.wishbone.module.ArgumentException;
import io.wishbone.module.ArgumentType;
import io.wishbone.module.Arguments;
import io.wishbone.protocol.BytesProtocol;
import io.wishbone.protocol.Protocol;
import io.wishbone.protocol.ProtocolType;
import io.wishbone.protocol.Protocols;

/** Declares {@code gzip} and {@code zstd}. */
final class CompressedTypes {
    static final Argument<Integer> MAX_RATIO = Argument.defaulted(
            "max_ratio",
            ArgumentType.integer(1, GelfConfig.HIGHEST_RATIO),
            "200",
            "how many bytes may come of each byte that is compressed; 64 KiB may come in any case");
    private static final Argument<Protocol> PROTOCOL =
            Argument.optional(Protocols.ARGUMENT, Protocols.any(), "what is compressed; bytes if left out");
    private static final Argument<Long> MAX_BYTES = Argument.defaulted(
            "max_bytes",
            ArgumentType.size(1, ValueLimits.LARGEST),
            "16MiB",
            "the longest message, once it is expanded, that is read");

    /** The kind of protocol that is found by {@code gzip}. */
    static final ProtocolType GZIP = ProtocolType.builder(GzipProtocol.NAME)
            .summary("Another protocol, each message compressed by gzip (RFC 1952).")
            .arguments(PROTOCOL, MAX_BYTES, MAX_RATIO)
            .create(arguments -> GzipProtocol.create(inner(arguments), maxBytes(arguments), arguments.get(MAX_RATIO)));

    /** The kind of protocol that is found by {@code zstd}. */
    static final ProtocolType ZSTD = ProtocolType.builder(ZstdProtocol.NAME)
            .summary("Another protocol, each message compressed by Zstandard (RFC 8878); needs zstd-jni.")
            .arguments(PROTOCOL, MAX_BYTES, MAX_RATIO)
            .create(CompressedTypes::zstd);

    private CompressedTypes() {}

    private static Protocol inner(Arguments arguments) {
        return arguments.find(PROTOCOL).orElseGet(BytesProtocol::create);
    }

    private static int maxBytes(Arguments arguments) {
        return Math.toIntExact(arguments.get(MAX_BYTES));
    }

    private static Protocol zstd(Arguments arguments) {
        if (!ZstdProtocol.isAvailable()) {
            throw new ArgumentException(
                    "there is no Zstandard on the class path (expected: the artifact com.github.luben:zstd-jni)");
        }
        return ZstdProtocol.create(inner(arguments), maxBytes(arguments), arguments.get(MAX_RATIO));
    }
}
