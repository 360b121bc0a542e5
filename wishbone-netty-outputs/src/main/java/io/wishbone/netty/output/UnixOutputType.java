package io.wishbone.netty.output;

import io.wishbone.module.Argument;
import io.wishbone.module.Arguments;
import io.wishbone.module.ModuleType;
import io.wishbone.netty.UnixSocketFile;

/** Declares {@code wishbone.output.unix}. */
final class UnixOutputType {
    private static final Argument<String> PATH = Argument.required(
            "path",
            UnixSocketFile.pathArgument(),
            "the path of the socket to connect to; or @ and a name of Linux's abstract namespace");

    /** The kind of module. */
    static final ModuleType TYPE = ModuleType.builder("wishbone.output.unix")
            .summary("Sends each event as a message over a long-lived connection to a Unix stream socket.")
            .arguments(StreamOutputArguments.behind(PATH))
            .queue("inbox", "what to send")
            .queue("successful", StreamOutputArguments.SUCCESSFUL)
            .queue("replies", StreamOutputArguments.REPLIES)
            .example(PATH, "/run/wishbone.sock")
            .create(arguments -> new UnixOutput(config(arguments)));

    private UnixOutputType() {}

    static UnixOutputConfig config(Arguments arguments) {
        return StreamOutputArguments.apply(arguments, UnixOutputConfig.builder())
                .path(arguments.get(PATH))
                .build();
    }
}
