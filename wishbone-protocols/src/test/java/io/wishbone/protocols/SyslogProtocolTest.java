package io.wishbone.protocols;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wishbone.event.Event;
import io.wishbone.protocol.Protocol;
import io.wishbone.protocol.ProtocolContext;
import io.wishbone.protocol.ProtocolException;
import io.wishbone.testkit.ProtocolContract;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SyslogProtocolTest implements ProtocolContract {
    private static final ProtocolContext IN_2026 = new ProtocolContext(
            "module", () -> Instant.parse("2026-01-15T12:00:00Z"), () -> 0, name -> new LongAdder());

    @Override
    public Protocol newProtocol() {
        return SyslogProtocol.create();
    }

    @Override
    public List<byte[]> decodable() {
        return Bytes.each(
                "<165>1 2003-10-11T22:14:15.003Z mymachine.example.com evntslog - ID47 [exampleSDID@32473 iut=\"3\""
                        + " eventSource=\"App\\]lication\" eventID=\"1011\"][examplePriority@32473 class=\"high\"]"
                        + " \uFEFFAn application event log entry",
                "<34>Oct 11 22:14:15 mymachine su: 'su root' failed for lonvick on /dev/pts/8",
                "hello world",
                "<999>x",
                "");
    }

    @Override
    public List<Event> encodable() {
        return List.of(
                Event.of(full()), Event.of(Map.of("message", "short")), Event.of("text"), Event.of(Bytes.of("bytes")));
    }

    @Override
    public List<Event> unencodable() {
        return List.of(
                Event.of(List.of()),
                Event.of(Map.of("facility", "locla0")),
                Event.of(Map.of("severity", 8)),
                Event.of(Map.of("timestamp", "yesterday")));
    }

    @Override
    public boolean readsBackWhatItWrites() {
        return false;
    }

    private static Map<String, Object> full() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("facility", "local4");
        fields.put("facility_number", 20L);
        fields.put("severity", "notice");
        fields.put("severity_number", 5L);
        fields.put("format", "rfc5424");
        fields.put("timestamp", Instant.parse("2003-10-11T22:14:15.003Z"));
        fields.put("hostname", "host");
        fields.put("app_name", "app");
        fields.put("proc_id", "12");
        fields.put("msg_id", "ID47");
        fields.put("structured_data", Map.of("id@1", Map.of("a", "q\"b\\c]d", "b", List.of("1", "2"))));
        fields.put("message", "é €\nsecond line");
        return fields;
    }

    private static Event decode(String message) throws Exception {
        return ProtocolContract.decode(SyslogProtocol.create().newDecoder(IN_2026), Bytes.of(message))
                .get(0);
    }

    /** The fields after the priority, in order, without the format: {@code timestamp|hostname|app|pid|message}. */
    private static String brief(String message) throws Exception {
        Map<?, ?> fields = (Map<?, ?>) decode(message).data();
        return String.join(
                "|",
                Stream.of("timestamp", "hostname", "app_name", "proc_id", "message")
                        .map(field -> fields.containsKey(field) ? String.valueOf(fields.get(field)) : "")
                        .toList());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "<34>Oct 11 22:14:15 mymachine su: 'su root' failed ~ 2025-10-11T22:14:15Z|mymachine|su||'su root' failed",
                "<13>Feb  5 17:32:18 10.0.0.99 Use the BFG! ~ 2026-02-05T17:32:18Z|10.0.0.99|||Use the BFG!",
                "<13>Feb 05 17:32:18 h app[12]: m ~ 2026-02-05T17:32:18Z|h|app|12|m",
                "<13>Feb 5 17:32:18 h app[12]: m ~ 2026-02-05T17:32:18Z|h|app|12|m",
                "<34>Oct 11 22:14:15 su: no host ~ 2025-10-11T22:14:15Z||su||no host",
                "<34>Oct 11 22:14:15 su[123]: no host ~ 2025-10-11T22:14:15Z||su|123|no host",
                "Oct 11 22:14:15 h sshd[9]: no priority ~ 2025-10-11T22:14:15Z|h|sshd|9|no priority",
                "<86>Dec 24 17:14:10 h CRON[1]: pam_unix(cron:session): opened ~ 2025-12-24T17:14:10Z|h|CRON|1|pam_unix(cron:session): opened",
                "<22>Jan  1 00:00:00 mx postfix/smtpd[1234]: connect ~ 2026-01-01T00:00:00Z|mx|postfix/smtpd|1234|connect",
                "<38>Jan  1 00:00:00 h sshd(pam_unix)[7]: check pass ~ 2026-01-01T00:00:00Z|h|sshd(pam_unix)|7|check pass",
                "<6>Jan  1 00:00:00 h kernel: [12345.678] eth0: up ~ 2026-01-01T00:00:00Z|h|kernel||[12345.678] eth0: up",
                "<30>2003-10-11T22:14:15.003Z h systemd[1]: Started. ~ 2003-10-11T22:14:15.003Z|h|systemd|1|Started.",
                "<30>2003-10-11T22:14:15.003+02:00 h app: m ~ 2003-10-11T20:14:15.003Z|h|app||m",
                "<30>2003-10-11 22:14:15 h app: m ~ 2003-10-11T22:14:15Z|h|app||m",
                "<30>2003-10-11T22:14:15,5+0530 h app: m ~ 2003-10-11T16:44:15.500Z|h|app||m",
                "<166>Jul 21 2015 09:32:40: %ASA-6-302013: Built inbound ~ 2015-07-21T09:32:40Z||%ASA-6-302013||Built inbound",
                "<166>Jul 21 2015 09:32:40 fw1 : %ASA-6-302013: Built ~ 2015-07-21T09:32:40Z|fw1|||: %ASA-6-302013: Built",
                "<189>46: *Mar  1 18:48:50.483 UTC: %SYS-5-CONFIG_I: Configured ~ 2026-03-01T18:48:50.483Z||%SYS-5-CONFIG_I||Configured",
                "<187>237: router1: .Nov 30 2:01:02: %LINK-3-UPDOWN: down ~ 2025-11-30T02:01:02Z|router1|%LINK-3-UPDOWN||down",
                "<187>237: router1: .Nov 30 02:01:02: %LINK-3-UPDOWN: down ~ 2025-11-30T02:01:02Z|router1|%LINK-3-UPDOWN||down",
                "<13>Oct 11 22:14:15 2003 h app: m ~ 2003-10-11T22:14:15Z|h|app||m",
                "<13>Oct 11 22:14:15 fe80::1 app: m ~ 2025-10-11T22:14:15Z|fe80::1|app||m",
                "<13>Feb 29 10:00:00 h app: leap day ~ 2024-02-29T10:00:00Z|h|app||leap day",
                "<13>Dec 31 23:59:60 h app: leap second ~ 2025-12-31T23:59:59Z|h|app||leap second",
                "<13>Feb 30 10:00:00 h app: no such day ~ ||||Feb 30 10:00:00 h app: no such day",
                "<13>hello world ~ ||||hello world",
                "<13>su: no time ~ ||su||no time",
                "<13>app[1] no colon ~ ||app|1|no colon",
                "<13>http://example.com is no program ~ ||||http://example.com is no program",
                "<13>Jan  1 00:00:00 h ~ 2026-01-01T00:00:00Z||||h",
                "<13>Jan  1 00:00:00 ~ 2026-01-01T00:00:00Z||||``",
                "<13> ~ ||||``",
                "<34>1 2003-10-11T22:14:15.003Z h su - ID47 - 'su root' ~ 2003-10-11T22:14:15.003Z|h|su||'su root'",
                "<34>1 - - - - - - ~ ||||``",
                "<34>1 - - - - - - m ~ ||||m",
                "<34>1 2003-08-24T05:14:15.000003-07:00 192.0.2.1 myproc 8710 - - %% It's time ~ 2003-08-24T12:14:15.000003Z|192.0.2.1|myproc|8710|%% It's time",
                "<34>1 2003-10-11T22:14:15Z h app 1 - [a@1 b=\"c\"][d] ~ 2003-10-11T22:14:15Z|h|app|1|``",
            })
    void readsMessagesOfRealLife(String message, String expected) throws Exception {
        assertThat(brief(message)).isEqualTo(expected.replace("`", ""));
    }

    @ParameterizedTest
    @CsvSource({
        "0, kern, 0, emerg, 0",
        "13, user, 1, notice, 5",
        "34, auth, 4, crit, 2",
        "165, local4, 20, notice, 5",
        "191, local7, 23, debug, 7",
        "086, authpriv, 10, info, 6"
    })
    void splitsThePriority(String priority, String facility, long number, String severity, long severityNumber)
            throws Exception {
        assertThat(((Map<?, ?>) decode("<" + priority + ">m").data()).entrySet().toString())
                .isEqualTo("[facility=" + facility + ", facility_number=" + number + ", severity=" + severity
                        + ", severity_number=" + severityNumber + ", format=rfc3164, message=m]");
    }

    @Test
    void readsStructuredData() throws Exception {
        Map<?, ?> fields =
                (Map<?, ?>) decode("<1>1 - - - - - [a@1 x=\"q\\\"b\\\\c\\]d\\n\" y=\"\"][b ip=\"1\" ip=\"2\"] \uFEFFm")
                        .data();

        assertThat(fields.get("structured_data"))
                .isEqualTo(Map.of("a@1", Map.of("x", "q\"b\\c]d\\n", "y", ""), "b", Map.of("ip", List.of("1", "2"))));
        assertThat(fields.get("message")).isEqualTo("m");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "hello world ~ at character 1: neither a priority nor a timestamp (expected: such as <13>)",
                "<192>m ~ at character 5: a bad priority (expected: <0> to <191>)",
                "<>m ~ at character 2: a bad priority (expected: <0> to <191>)",
                "<13m ~ at character 4: a bad priority (expected: <0> to <191>)",
                "<1>1 2003-13-41T99:00:00Z h a p m - x ~ at character 6: a bad timestamp (expected: such as 2003-10-11T22:14:15.003Z)",
                "<1>1 - h a p ~ at character 13: no space before msg_id",
                "<1>1 - h a p m [a b=\"c ~ at character 23: the value of a parameter is not closed (expected: a quote)",
                "<1>1 - h a p m message ~ at character 16: no structured data (expected: such as [id name=\"value\"], or -)",
            })
    void neverLosesAMessageThatItCannotRead(String message, String reason) throws Exception {
        Event event = decode(message);

        assertThat(event.data()).isEqualTo(message);
        assertThat(event.header("module", "protocol_note")).isEqualTo("no syslog message: " + reason);
    }

    @Test
    void readsWhatIsNotUtf8WithoutALoss() throws Exception {
        byte[] latin = "<13>app: caf\u00e9".getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
        Event event = ProtocolContract.decode(newProtocol().newDecoder(IN_2026), latin)
                .get(0);
        Event raw = ProtocolContract.decode(newProtocol().newDecoder(IN_2026), (byte) 0xff)
                .get(0);

        assertThat((Map<?, ?>) event.data()).extracting("message").isEqualTo("café");
        assertThat(event.header("module", "protocol_note")).isEqualTo("at byte 13: not UTF-8, read as ISO-8859-1");
        assertThat(raw.data()).isEqualTo(new byte[] {(byte) 0xff});
    }

    @ParameterizedTest
    @ValueSource(strings = {"<13>app: m\n", "<13>app: m\r\n", "<13>app: m\0", "\uFEFF<13>app: m"})
    void dropsWhatSendersPutAround(String message) throws Exception {
        assertThat(brief(message)).isEqualTo("||app||m");
    }

    @Test
    void readsTimesInAZone() throws Exception {
        Protocol protocol = SyslogProtocol.create(
                SyslogConfig.builder().zone(ZoneId.of("Europe/Brussels")).build());
        Event event = ProtocolContract.decode(protocol.newDecoder(IN_2026), Bytes.of("<13>Jul  1 12:00:00 h a: m"))
                .get(0);

        assertThat((Map<?, ?>) event.data()).extracting("timestamp").isEqualTo(Instant.parse("2026-07-01T10:00:00Z"));
    }

    @Test
    void readsBackWhatItWroteOfAllFields() throws Exception {
        byte[] message = newProtocol().newEncoder(IN_2026).encode(Event.of(full()));

        assertThat(Bytes.decode(newProtocol(), message).get(0).data()).isEqualTo(full());
    }

    @Test
    void writesRfc5424() throws Exception {
        Protocol protocol = SyslogProtocol.create(SyslogConfig.builder()
                .facility("local0")
                .severity("3")
                .hostname("my host")
                .appName("relay")
                .build());

        assertThat(new String(
                        protocol.newEncoder(IN_2026).encode(Event.of("é")), java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo("<131>1 2026-01-15T12:00:00Z my_host relay - - - é");
        assertThat(Bytes.encoded(
                        protocol,
                        Event.of(
                                Map.of("timestamp", 1, "severity", "error", "message", Map.of("a", 1), "msg_id", "é"))))
                .isEqualTo("<131>1 1970-01-01T00:00:01Z my_host relay - _ - {\"a\":1}");
        assertThatThrownBy(() -> Bytes.encoded(protocol, Event.of(Map.of("facility", "locla0"))))
                .isInstanceOf(ProtocolException.class)
                .hasMessageStartingWith("data.facility: \"locla0\" (expected: one of kern, user,");
    }

    @ParameterizedTest
    @CsvSource({
        "RFC5424,<29>1 2026-01-05T23:30:00Z my-host relay 42 ID - text",
        "RFC3164,<29>Jan  6 00:30:00 my-host relay[42]: text",
        "LOCAL,<29>Jan  6 00:30:00 relay[42]: text"
    })
    void writesEachFormat(SyslogConfig.Format format, String written) throws Exception {
        Protocol protocol = SyslogProtocol.create(SyslogConfig.builder()
                .format(format)
                .zone(ZoneId.of("+01:00"))
                .facility("daemon")
                .severity("notice")
                .hostname("my-host")
                .appName("relay")
                .procId("42")
                .msgId("ID")
                .build());

        assertThat(Bytes.encoded(protocol, Event.of(Map.of("timestamp", "2026-01-05T23:30:00Z", "message", "text"))))
                .isEqualTo(written);
    }

    @Test
    void readsBackTheRfc3164ThatItWroteAndKeepsProgramsApartFromText() throws Exception {
        Protocol protocol = SyslogProtocol.create(
                SyslogConfig.builder().format(SyslogConfig.Format.RFC3164).build());
        byte[] message = protocol.newEncoder(IN_2026)
                .encode(Event.of(Map.of(
                        "hostname", "h", "app_name", "a:b[c]", "proc_id", "1]", "message", "x: y", "severity", "err")));

        assertThat(new String(message, java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo("<11>Jan 15 12:00:00 h a_b_c_[1_]: x: y");
        assertThat((Map<?, ?>) Bytes.decode(protocol, message).get(0).data())
                .extracting("hostname", "app_name", "proc_id", "message", "severity")
                .containsExactly("h", "a_b_c_", "1_", "x: y", "err");
    }

    @Test
    void writesRfc3164OfTextAlone() throws Exception {
        Protocol protocol = SyslogProtocol.create(
                SyslogConfig.builder().format(SyslogConfig.Format.RFC3164).build());

        assertThat(new String(
                        protocol.newEncoder(IN_2026).encode(Event.of("text")), java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo("<13>Jan 15 12:00:00 - -: text");
    }

    /** Devices that start without a clock send such times, seen from a zone east of Greenwich. */
    @ParameterizedTest
    @CsvSource({
        "1970-01-01T00:00:05+02:00, 1969-12-31T22:00:05Z",
        "1000-01-01T00:00:00Z, 1000-01-01T00:00:00Z",
        "9999-12-31T23:59:59Z, 9999-12-31T23:59:59Z"
    })
    void writesTimesOfAnyYearOfFourDigits(String read, String written) throws Exception {
        Event event =
                Bytes.decode(newProtocol(), "<13>1 " + read + " h a - - - text").get(0);

        assertThat(Bytes.encoded(newProtocol(), event)).isEqualTo("<13>1 " + written + " h a - - - text");
    }

    @ParameterizedTest
    @CsvSource({"-30610224001", "253402300800"})
    void refusesTimesOfOtherYears(long seconds) {
        Event event = Event.of(Map.of("timestamp", seconds));

        assertThatThrownBy(() -> Bytes.encoded(newProtocol(), event))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("data.timestamp: \"" + seconds + "\"");
    }

    /** Else each relay on the way would take one of them. */
    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\0", "\r\r", "\n\r", "\0\r\n\0"})
    void takesAllLineEndsBehindAMessage(String end) throws Exception {
        Map<?, ?> fields = (Map<?, ?>) Bytes.decode(newProtocol(), "<13>1 - h a - - - a\r\nb" + end)
                .get(0)
                .data();

        assertThat(fields.get("message")).isEqualTo("a\r\nb");
    }
}
