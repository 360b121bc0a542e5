package io.wishbone.netty.input;

import io.wishbone.module.Argument;
import io.wishbone.module.ArgumentType;
import io.wishbone.module.Arguments;
import io.wishbone.module.ModuleType;
import io.wishbone.netty.UnixSocketFile;

/** Declares {@code wishbone.input.unix}. */
final class UnixInputType {
    private static final Argument<String> PATH = Argument.required(
            "path",
            UnixSocketFile.pathArgument(),
            "the path of the socket to listen on; or @ and a name of Linux's abstract namespace");
    private static final Argument<String> MODE = Argument.optional(
            "mode", UnixSocketFile.modeArgument(), "the file's permissions, such as 660; without, the umask's");
    private static final Argument<Integer> BACKLOG = Argument.defaulted(
            "backlog",
            ArgumentType.integer(1, Integer.MAX_VALUE),
            "1024",
            "how many connections may wait until they are accepted; the kernel's own limit holds too");

    /** The kind of module. */
    static final ModuleType TYPE = ModuleType.builder("wishbone.input.unix")
            .summary("Listens on a Unix stream socket and makes an event of each message.")
            .arguments(StreamArguments.behind(PATH, MODE, BACKLOG))
            .queue(
                    "outbox",
                    StreamArguments.OUTBOX
                            + "local_path, transport, connection, and peer_uid, peer_gid, peer_pid where the kernel tells")
            .queue("connections", StreamArguments.CONNECTIONS)
            .queue("reply", StreamArguments.REPLY)
            .example(PATH, "/run/wishbone.sock")
            .create(arguments -> new UnixInput(config(arguments)));

    private UnixInputType() {}

    static UnixInputConfig config(Arguments arguments) {
        UnixInputConfig.Builder builder = StreamArguments.apply(arguments, UnixInputConfig.builder())
                .path(arguments.get(PATH))
                .backlog(arguments.get(BACKLOG));
        arguments.find(MODE).ifPresent(builder::mode);
        return builder.build();
    }
}
