package io.wishbone.netty.output;

import io.wishbone.module.Argument;
import io.wishbone.module.ArgumentException;
import io.wishbone.module.ArgumentType;
import io.wishbone.module.Arguments;
import io.wishbone.protocol.Protocol;
import io.wishbone.protocol.ProtocolType;
import io.wishbone.protocol.Protocols;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** The arguments of a syslog output that say what its messages have, which the protocol {@code syslog} understands. */
final class SyslogMessages {
    private static final String PROTOCOL = "syslog";
    private static final String HOSTNAME = "hostname";
    private static final String ZONE = "zone";
    private static final Path KERNEL_HOSTNAME = Path.of("/proc/sys/kernel/hostname");

    /** They are read by the protocol, whose jar need not be there when they are declared. */
    static final Argument<?>[] ARGUMENTS = {
        text(
                "format",
                "rfc5424, rfc3164, or local, which is RFC 3164 without the host; local with transport local, else"
                        + " rfc5424, if left out"),
        text("facility", "the facility if an event's data has none, a name or 0 to 23; user if left out"),
        text("severity", "the severity if an event's data has none, a name or 0 to 7; notice if left out"),
        text(HOSTNAME, "the host if an event's data has none; that of this machine if left out"),
        text("app_name", "the program if an event's data has none; unknown if left out"),
        text("proc_id", "the process if an event's data has none; unknown if left out"),
        text("msg_id", "the kind of message if an event's data has none, in RFC 5424; unknown if left out"),
        text(ZONE, "the time zone of the times of RFC 3164; that of this machine if left out")
    };

    private SyslogMessages() {}

    private static Argument<String> text(String name, String meaning) {
        return Argument.optional(name, ArgumentType.text(), meaning);
    }

    /**
     * The protocol that makes the messages.
     *
     * @param defaults values of its arguments where none are given
     * @throws ArgumentException if its jar is missing, or it refuses a value
     */
    static Protocol protocol(Arguments arguments, Map<String, String> defaults) {
        return protocol(Protocols.find(PROTOCOL).orElseThrow(SyslogMessages::missing), arguments, defaults);
    }

    static ArgumentException missing() {
        return new ArgumentException("there is no protocol \"syslog\", which this output writes (expected: the artifact"
                + " io.wishbone:wishbone-protocols on the class path)");
    }

    private static Protocol protocol(ProtocolType type, Arguments arguments, Map<String, String> defaults) {
        Map<String, Object> given = new HashMap<>(defaults);
        for (Argument<?> argument : ARGUMENTS) {
            arguments.find(argument).ifPresent(value -> given.put(argument.name(), value));
        }
        given.forEach((name, value) -> check(type, name, value, arguments.module()));
        given.computeIfAbsent(HOSTNAME, missing -> thisHost());
        given.computeIfAbsent(ZONE, missing -> ZoneId.systemDefault().getId());
        return type.create(arguments.module(), given);
    }

    /** Refuses a value by the name of its argument. */
    private static void check(ProtocolType type, String name, Object value, String module) {
        Argument<?> declared = type.argument(name)
                .orElseThrow(() -> new ArgumentException("the protocol \"syslog\" has no argument \"" + name
                        + "\" (expected: io.wishbone:wishbone-protocols of this version)"));
        try {
            declared.type().read(value, module);
        } catch (ArgumentException e) {
            throw new ArgumentException(name + ": \"" + value + "\" (expected: " + e.getMessage() + ")");
        }
    }

    private static String thisHost() {
        try {
            return Files.isReadable(KERNEL_HOSTNAME)
                    ? Files.readString(KERNEL_HOSTNAME).trim()
                    : InetAddress.getLocalHost().getHostName();
        } catch (IOException unknown) {
            return "";
        }
    }

    /** As a bootstrap file says it. */
    static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
