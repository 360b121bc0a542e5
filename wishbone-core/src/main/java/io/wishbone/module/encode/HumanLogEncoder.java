package io.wishbone.module.encode;

import io.wishbone.actor.Actor;
import io.wishbone.actor.Outlet;
import io.wishbone.event.Event;
import io.wishbone.log.LogRecord;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Makes of each log record in {@code inbox} one line for a person, and hands it to {@code outbox}. Other data goes to
 * {@code failed}.
 *
 * <p>A log record is a {@link LogRecord}, or a map with the texts {@code time}, {@code level}, {@code module} and
 * {@code message}, perhaps {@code cause}. Control characters are escaped, so that a message stays on its line and
 * cannot steer a terminal.
 */
public final class HumanLogEncoder extends Actor {
    private static final int LEVEL_WIDTH = 5;
    private static final String RESET = "\u001b[0m";

    private final Outlet outbox = outlet(OUTBOX);
    private final boolean colors;
    private final String ident;

    /** Makes a module that writes no colors and no ident. */
    public HumanLogEncoder() {
        this(false, "");
    }

    /**
     * Makes the module.
     *
     * @param colors whether lines have the color of their level, for a terminal
     * @param ident what is written after the time, with the id of this process; empty for neither
     */
    public HumanLogEncoder(boolean colors, String ident) {
        this.colors = colors;
        this.ident = ident.isEmpty()
                ? ""
                : escaped(ident) + "[" + ProcessHandle.current().pid() + "] ";
        inlet(INBOX, this::consume);
    }

    private void consume(Event event) {
        String line;
        if (event.data() instanceof LogRecord log) {
            String cause = log.cause() == null ? null : log.cause().toString();
            line = line(log.time().toString(), log.level().name(), log.module(), log.message(), cause);
        } else {
            Fields log = Fields.of(event, "a log record");
            Object cause = log.find("cause");
            line = line(
                    log.text("time"),
                    log.text("level"),
                    log.text("module"),
                    log.text("message"),
                    cause == null ? null : cause.toString());
        }
        outbox.submit(event.withData(line));
    }

    private String line(String time, String level, String module, String message, @Nullable String cause) {
        StringBuilder line = new StringBuilder(128);
        String color = colors ? colorOf(level) : "";
        line.append(color);
        escape(line, time);
        line.append(' ').append(ident);
        escape(line, level);
        line.append(" ".repeat(Math.max(0, LEVEL_WIDTH - level.length()) + 1));
        escape(line, module);
        line.append(": ");
        escape(line, message);
        if (cause != null) {
            line.append(" (");
            escape(line, cause);
            line.append(')');
        }
        return line.append(color.isEmpty() ? "" : RESET).toString();
    }

    private static String colorOf(String level) {
        return switch (level.toUpperCase(Locale.ROOT)) {
            case "ERROR" -> "\u001b[31m";
            case "WARN" -> "\u001b[33m";
            case "INFO" -> "\u001b[32m";
            case "DEBUG" -> "\u001b[36m";
            case "TRACE" -> "\u001b[90m";
            default -> "";
        };
    }

    private static String escaped(String text) {
        StringBuilder result = new StringBuilder(text.length());
        escape(result, text);
        return result.toString();
    }

    private static void escape(StringBuilder line, String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\n' -> line.append("\\n");
                case '\r' -> line.append("\\r");
                case '\t' -> line.append('\t');
                default -> {
                    if (Character.isISOControl(c) || c == '\u2028' || c == '\u2029') {
                        line.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
                    } else {
                        line.append(c);
                    }
                }
            }
        }
    }
}
