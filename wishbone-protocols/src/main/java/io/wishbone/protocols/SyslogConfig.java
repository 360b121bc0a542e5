package io.wishbone.protocols;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Objects;

/**
 * How syslog messages are read and written. <em>Immutable.</em>
 *
 * @param format how messages are written; default {@link Format#RFC5424}. All are read
 * @param zone the time zone of timestamps that have none, as those of RFC 3164; default UTC
 * @param facility the facility of what is written if its data names none, a name or 0 to 23; default {@code user}
 * @param severity the severity of what is written if its data names none, a name or 0 to 7; default {@code notice}
 * @param hostname the host of what is written if its data names none; default empty, which is written as unknown
 * @param appName the program of what is written if its data names none; default empty, which is written as unknown
 * @param procId the process of what is written if its data names none; default empty, which is written as unknown
 * @param msgId the kind of message of what is written if its data names none, not in RFC 3164; default empty, which is
 *     written as unknown
 */
public record SyslogConfig(
        Format format,
        ZoneId zone,
        String facility,
        String severity,
        String hostname,
        String appName,
        String procId,
        String msgId) {
    /** How messages are written. */
    public enum Format {
        /** With all fields. */
        RFC5424,
        /** As most BSD-like systems do: time without a year, host, program, process and text. */
        RFC3164,
        /** As syslog(3) writes to {@code /dev/log}: like RFC 3164, but without the host, which the reader knows. */
        LOCAL
    }

    public SyslogConfig {
        Objects.requireNonNull(format, "format");
        Objects.requireNonNull(zone, "zone");
        Objects.requireNonNull(hostname, "hostname");
        Objects.requireNonNull(appName, "appName");
        Objects.requireNonNull(procId, "procId");
        Objects.requireNonNull(msgId, "msgId");
        if (Priority.FACILITIES.number(facility) < 0) {
            throw new IllegalArgumentException(
                    "facility: \"" + facility + "\" (expected: " + Priority.FACILITIES + ")");
        }
        if (Priority.SEVERITIES.number(severity) < 0) {
            throw new IllegalArgumentException(
                    "severity: \"" + severity + "\" (expected: " + Priority.SEVERITIES + ")");
        }
    }

    /** A builder with the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** Sets what differs from the defaults. */
    public static final class Builder {
        private Format format = Format.RFC5424;
        private ZoneId zone = ZoneOffset.UTC;
        private String facility = "user";
        private String severity = "notice";
        private String hostname = "";
        private String appName = "";
        private String procId = "";
        private String msgId = "";

        private Builder() {}

        /** See {@link SyslogConfig#format}. */
        public Builder format(Format value) {
            this.format = value;
            return this;
        }

        /** See {@link SyslogConfig#zone}. */
        public Builder zone(ZoneId value) {
            this.zone = value;
            return this;
        }

        /** See {@link SyslogConfig#facility}. */
        public Builder facility(String value) {
            this.facility = value;
            return this;
        }

        /** See {@link SyslogConfig#severity}. */
        public Builder severity(String value) {
            this.severity = value;
            return this;
        }

        /** See {@link SyslogConfig#hostname}. */
        public Builder hostname(String value) {
            this.hostname = value;
            return this;
        }

        /** See {@link SyslogConfig#appName}. */
        public Builder appName(String value) {
            this.appName = value;
            return this;
        }

        /** See {@link SyslogConfig#procId}. */
        public Builder procId(String value) {
            this.procId = value;
            return this;
        }

        /** See {@link SyslogConfig#msgId}. */
        public Builder msgId(String value) {
            this.msgId = value;
            return this;
        }

        /** The configuration; checks it. */
        public SyslogConfig build() {
            return new SyslogConfig(format, zone, facility, severity, hostname, appName, procId, msgId);
        }
    }
}
