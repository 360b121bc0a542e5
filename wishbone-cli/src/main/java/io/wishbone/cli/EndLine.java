package io.wishbone.cli;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The last line of a detached server's log, from which {@code stop} knows how it ended. */
final class EndLine {
    private static final int TAIL = 64 << 10;

    private EndLine() {}

    static String of(long pid, int code) {
        return "wishbone ended, pid " + pid + ", exit code " + code;
    }

    /** The exit code of a process, if the end of a log tells. */
    static OptionalInt find(String log, long pid) {
        try (RandomAccessFile file = new RandomAccessFile(log, "r")) {
            long from = Math.max(0, file.length() - TAIL);
            byte[] tail = new byte[(int) (file.length() - from)];
            file.seek(from);
            file.readFully(tail);
            Matcher line = Pattern.compile(
                            "(?m)^(?:\\{.*\"message\":\")?wishbone ended, pid " + pid + ", exit code (\\d+)(?:\"}|)$")
                    .matcher(new String(tail, StandardCharsets.UTF_8));
            OptionalInt code = OptionalInt.empty();
            while (line.find()) {
                code = OptionalInt.of(Integer.parseInt(line.group(1)));
            }
            return code;
        } catch (IOException e) {
            return OptionalInt.empty();
        }
    }
}
