package io.wishbone.cli;

import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The line of a server's log from which {@code reload} knows how it went, whatever the log level. */
final class ReloadLine {
    private ReloadLine() {}

    static String of(long pid, int code) {
        return "wishbone has handled a reload, pid " + pid + ", exit code " + code;
    }

    /** The exit code of a reload that a part of a log tells of. */
    static OptionalInt find(String log, long pid) {
        Matcher line = Pattern.compile("(?m)^(?:\\{.*\"message\":\")?wishbone has handled a reload, pid " + pid
                        + ", exit code (\\d+)(?:\"}|)$")
                .matcher(log);
        return line.find() ? OptionalInt.of(Integer.parseInt(line.group(1))) : OptionalInt.empty();
    }
}
