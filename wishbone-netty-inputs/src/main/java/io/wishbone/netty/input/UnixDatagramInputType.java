package io.wishbone.netty.input;

import io.wishbone.module.Argument;
import io.wishbone.module.Arguments;
import io.wishbone.module.ModuleType;
import io.wishbone.netty.UnixSocketFile;
import io.wishbone.netty.codec.CodecArguments;

/** Declares {@code wishbone.input.unix_datagram}. */
final class UnixDatagramInputType {
    private static final Argument<String> PATH = Argument.required(
            "path",
            UnixSocketFile.pathArgument(),
            "where the socket's file is; @ and a name is an abstract socket, without a file (Linux)");
    private static final Argument<String> MODE = Argument.optional(
            "mode", UnixSocketFile.modeArgument(), "the file's permissions, such as 660; without, the umask's");

    /** The kind of module. */
    static final ModuleType TYPE = ModuleType.builder("wishbone.input.unix_datagram")
            .summary("Listens on a Unix datagram socket and makes an event of each datagram.")
            .arguments(PATH, MODE)
            .arguments(DatagramArguments.MAX_DATAGRAM, DatagramArguments.PROTOCOL)
            .arguments(CodecArguments.CODEC, CodecArguments.VALUES)
            .queue("outbox", "the events; header: remote_path (if the sender has one), local_path, transport")
            .create(arguments -> new UnixDatagramInput(config(arguments)));

    private UnixDatagramInputType() {}

    static UnixDatagramInputConfig config(Arguments arguments) {
        UnixDatagramInputConfig.Builder builder = UnixDatagramInputConfig.builder(arguments.get(PATH))
                .maxDatagramBytes(Math.toIntExact(arguments.get(DatagramArguments.MAX_DATAGRAM)));
        arguments.find(MODE).ifPresent(builder::mode);
        arguments.find(DatagramArguments.PROTOCOL).ifPresent(builder::protocol);
        CodecArguments.read(arguments, DatagramArguments.PROTOCOL).ifPresent(builder::codec);
        return builder.build();
    }
}
