package io.wishbone.netty.output;

import io.wishbone.module.Argument;
import io.wishbone.module.Arguments;
import io.wishbone.module.ModuleType;
import io.wishbone.netty.UnixSocketFile;
import io.wishbone.netty.codec.CodecArguments;

/** Declares {@code wishbone.output.unix_datagram}. */
final class UnixDatagramOutputType {
    private static final Argument<String> PATH = Argument.required(
            "path",
            UnixSocketFile.pathArgument(),
            "where the receiver's socket is; @ and a name is an abstract socket, without a file (Linux)");

    /** The kind of module. */
    static final ModuleType TYPE = ModuleType.builder("wishbone.output.unix_datagram")
            .summary("Sends each event as a datagram to a Unix socket.")
            .arguments(
                    PATH,
                    DatagramOutputArguments.MAX_DATAGRAM,
                    DatagramOutputArguments.ON_OVERSIZE,
                    DatagramOutputArguments.SEND_BUFFER,
                    DatagramOutputArguments.MIN_BACKOFF,
                    DatagramOutputArguments.MAX_BACKOFF,
                    DatagramOutputArguments.MAX_ATTEMPTS,
                    DatagramOutputArguments.MAX_IN_FLIGHT,
                    DatagramOutputArguments.MAX_IN_FLIGHT_BYTES)
            .arguments(DatagramOutputArguments.PROTOCOL, CodecArguments.CODEC, CodecArguments.VALUES)
            .queue("inbox", "what to send")
            .queue("successful", "events that the kernel took")
            .create(arguments -> new UnixDatagramOutput(config(arguments)));

    private UnixDatagramOutputType() {}

    static UnixDatagramOutputConfig config(Arguments arguments) {
        UnixDatagramOutputConfig.Builder builder = UnixDatagramOutputConfig.builder(arguments.get(PATH))
                .maxDatagramBytes(Math.toIntExact(arguments.get(DatagramOutputArguments.MAX_DATAGRAM)))
                .onOversize(arguments.get(DatagramOutputArguments.ON_OVERSIZE))
                .sendBufferBytes(Math.toIntExact(arguments.get(DatagramOutputArguments.SEND_BUFFER)))
                .minBackoff(arguments.get(DatagramOutputArguments.MIN_BACKOFF))
                .maxBackoff(arguments.get(DatagramOutputArguments.MAX_BACKOFF))
                .maxAttempts(arguments.get(DatagramOutputArguments.MAX_ATTEMPTS))
                .maxInFlight(arguments.get(DatagramOutputArguments.MAX_IN_FLIGHT))
                .maxInFlightBytes(arguments.get(DatagramOutputArguments.MAX_IN_FLIGHT_BYTES));
        arguments.find(DatagramOutputArguments.PROTOCOL).ifPresent(builder::protocol);
        CodecArguments.read(arguments, DatagramOutputArguments.PROTOCOL, DatagramOutputArguments.ON_OVERSIZE)
                .ifPresent(builder::codec);
        return builder.build();
    }
}
