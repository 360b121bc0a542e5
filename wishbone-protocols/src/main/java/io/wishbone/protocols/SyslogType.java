package io.wishbone.protocols;

import io.wishbone.module.Argument;
import io.wishbone.module.ArgumentException;
import io.wishbone.module.ArgumentType;
import io.wishbone.protocol.ProtocolType;
import java.time.DateTimeException;
import java.time.ZoneId;

/** Declares {@code syslog}. */
final class SyslogType {
    private static final String A_ZONE = "a time zone such as Europe/Brussels or +02:00";

    private static final Argument<SyslogConfig.Format> FORMAT = Argument.defaulted(
            "format",
            ArgumentType.choice(SyslogConfig.Format.class),
            "rfc5424",
            "how messages are written; local is RFC 3164 without the host, as syslog(3) writes to /dev/log");
    private static final Argument<ZoneId> ZONE = Argument.defaulted(
            "zone",
            ArgumentType.of(A_ZONE, SyslogType::zone),
            "UTC",
            "the time zone of timestamps that have none, as those of RFC 3164");
    private static final Argument<String> FACILITY = Argument.defaulted(
            "facility", named(Priority.FACILITIES), "user", "the facility of what is written if its data has none");
    private static final Argument<String> SEVERITY = Argument.defaulted(
            "severity", named(Priority.SEVERITIES), "notice", "the severity of what is written if its data has none");
    private static final Argument<String> HOSTNAME =
            Argument.defaulted("hostname", ArgumentType.text(), "", "the host of what is written if its data has none");
    private static final Argument<String> APP_NAME = Argument.defaulted(
            "app_name", ArgumentType.text(), "", "the program of what is written if its data has none");
    private static final Argument<String> PROC_ID = Argument.defaulted(
            "proc_id", ArgumentType.text(), "", "the process of what is written if its data has none");
    private static final Argument<String> MSG_ID = Argument.defaulted(
            "msg_id", ArgumentType.text(), "", "the kind of message of what is written if its data has none");

    /** The kind of protocol. */
    static final ProtocolType TYPE = ProtocolType.builder(SyslogProtocol.NAME)
            .summary("Syslog: RFC 5424, and RFC 3164 as it is in real life.")
            .arguments(FORMAT, ZONE, FACILITY, SEVERITY, HOSTNAME, APP_NAME, PROC_ID, MSG_ID)
            .create(arguments -> SyslogProtocol.create(new SyslogConfig(
                    arguments.get(FORMAT),
                    arguments.get(ZONE),
                    arguments.get(FACILITY),
                    arguments.get(SEVERITY),
                    arguments.get(HOSTNAME),
                    arguments.get(APP_NAME),
                    arguments.get(PROC_ID),
                    arguments.get(MSG_ID))));

    private SyslogType() {}

    private static ArgumentType<String> named(Priority.Names names) {
        return ArgumentType.of(names.toString(), raw -> {
            if (names.number(raw) < 0) {
                throw new ArgumentException(names.toString());
            }
            return raw.toString();
        });
    }

    private static ZoneId zone(Object raw) {
        try {
            return ZoneId.of(raw.toString());
        } catch (DateTimeException e) {
            throw new ArgumentException(A_ZONE);
        }
    }
}
