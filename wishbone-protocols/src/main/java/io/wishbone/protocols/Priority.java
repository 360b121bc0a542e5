package io.wishbone.protocols;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The facilities and severities of syslog (RFC 5424, 6.2.1), by number and by name. */
final class Priority {
    static final int HIGHEST = 191;

    static final Names FACILITIES = new Names(
            List.of(
                    "kern",
                    "user",
                    "mail",
                    "daemon",
                    "auth",
                    "syslog",
                    "lpr",
                    "news",
                    "uucp",
                    "cron",
                    "authpriv",
                    "ftp",
                    "ntp",
                    "audit",
                    "alert",
                    "clock",
                    "local0",
                    "local1",
                    "local2",
                    "local3",
                    "local4",
                    "local5",
                    "local6",
                    "local7"),
            Map.of("security", 4));
    static final Names SEVERITIES = new Names(
            List.of("emerg", "alert", "crit", "err", "warning", "notice", "info", "debug"),
            Map.ofEntries(
                    Map.entry("emergency", 0),
                    Map.entry("panic", 0),
                    Map.entry("critical", 2),
                    Map.entry("fatal", 2),
                    Map.entry("error", 3),
                    Map.entry("warn", 4),
                    Map.entry("informational", 6),
                    Map.entry("trace", 7)));

    private Priority() {}

    /**
     * Names of the numbers from 0 on. <em>Immutable.</em>
     *
     * @param names the names
     * @param others more names of some numbers
     */
    record Names(List<String> names, Map<String, Integer> others) {
        String name(int number) {
            return names.get(number);
        }

        /** The number that a value names or is; -1 if there is none. */
        int number(@Nullable Object value) {
            if (value instanceof Number number) {
                return isNumber(number.doubleValue()) ? number.intValue() : -1;
            }
            String text = String.valueOf(value).toLowerCase(Locale.ROOT);
            int index = names.indexOf(text);
            if (index < 0) {
                index = others.getOrDefault(text, -1);
            }
            return index < 0 && text.matches("\\d{1,2}") && isNumber(Integer.parseInt(text))
                    ? Integer.parseInt(text)
                    : index;
        }

        private boolean isNumber(double number) {
            return number >= 0 && number < names.size() && number == Math.rint(number);
        }

        @Override
        public String toString() {
            return "one of " + String.join(", ", names) + ", or 0 to " + (names.size() - 1);
        }
    }
}
