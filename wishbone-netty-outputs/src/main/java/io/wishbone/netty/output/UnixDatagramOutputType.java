package io.wishbone.netty.output;

import io.wishbone.module.Argument;
import io.wishbone.module.Arguments;
import io.wishbone.module.ModuleType;
import io.wishbone.netty.UnixSocketFile;

/** Declares {@code wishbone.output.unix_datagram}. */
final class UnixDatagramOutputType {
    private static final Argument<String> PATH = Argument.required(
            "path",
            UnixSocketFile.pathArgument(),
            "where the receiver's socket is; @ and a name is an abstract socket, without a file (Linux)");

    /** The kind of module. */
    static final ModuleType TYPE = ModuleType.builder("wishbone.output.unix_datagram")
            .summary("Sends each event as a datagram to a Unix socket.")
            .arguments(DatagramOutputArguments.behind(PATH))
            .queue("inbox", "what to send")
            .queue("successful", DatagramOutputArguments.SUCCESSFUL)
            .create(arguments -> new UnixDatagramOutput(config(arguments)));

    private UnixDatagramOutputType() {}

    static UnixDatagramOutputConfig config(Arguments arguments) {
        return DatagramOutputArguments.apply(arguments, UnixDatagramOutputConfig.builder())
                .path(arguments.get(PATH))
                .build();
    }
}
