package io.wishbone.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import io.wishbone.cli.bootstrap.Bootstrap;
import io.wishbone.cli.bootstrap.LogFormat;
import io.wishbone.cli.bootstrap.LogLevel;
import io.wishbone.cli.bootstrap.LogSettings;
import io.wishbone.cli.bootstrap.LogTarget;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Writes the server's logs as a bootstrap file and the command line want them. <em>Thread-safe.</em> What the file
 * holds secret is blanked out.
 */
final class Logs {
    /** What {@code logback.xml} has until a bootstrap file was read. */
    private static final String FIRST_APPENDER = "STDERR";

    private final LogOption option;
    private volatile boolean isJson;
    private volatile @Nullable Bootstrap before;
    private volatile @Nullable Bootstrap current;
    private @Nullable Appender<ILoggingEvent> appender;

    Logs(LogOption option) {
        this.option = option;
        this.isJson = option.isJson();
    }

    /**
     * Logs as a bootstrap file says; a second one only changes the level, and what is secret.
     *
     * @throws CommandFailedException if logs cannot go where they shall
     */
    synchronized void apply(Bootstrap bootstrap) {
        LogSettings settings = bootstrap.settings().log();
        before = current;
        current = bootstrap;
        if (appender == null) {
            LogFormat format = option.format(settings);
            isJson = format == LogFormat.JSON;
            open(bootstrap, new LogLayout(format, this::mask));
        }
        setLevel(option.level(settings));
    }

    private void open(Bootstrap bootstrap, LogLayout layout) {
        if (!(LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME) instanceof Logger root)) {
            return;
        }
        LoggerContext context = root.getLoggerContext();
        LogSettings settings = bootstrap.settings().log();
        Appender<ILoggingEvent> target =
                settings.target() == LogTarget.SYSLOG ? syslog(bootstrap, layout) : stderr(layout, context);
        target.setContext(context);
        target.start();
        Appender<ILoggingEvent> opened = target;
        if (settings.repeatLimit() > 0) {
            opened = new RepeatLimit(
                    target,
                    settings.repeatLimit(),
                    settings.repeatWindow(),
                    InstantSource.system(),
                    RepeatLimit.ownThread());
            opened.setContext(context);
            opened.start();
        }
        root.detachAppender(FIRST_APPENDER);
        root.addAppender(opened);
        appender = opened;
    }

    private Appender<ILoggingEvent> stderr(LogLayout layout, LoggerContext context) {
        LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
        encoder.setContext(context);
        encoder.setCharset(isJson ? StandardCharsets.UTF_8 : Charset.defaultCharset());
        encoder.setLayout(layout);
        layout.start();
        encoder.start();
        ConsoleAppender<ILoggingEvent> stderr = new ConsoleAppender<>();
        stderr.setTarget("System.err");
        stderr.setEncoder(encoder);
        return stderr;
    }

    private static Appender<ILoggingEvent> syslog(Bootstrap bootstrap, LogLayout layout) {
        LogSettings settings = bootstrap.settings().log();
        try {
            SyslogTarget target = new SyslogTarget(layout, bootstrap.settings().source());
            target.setSyslogHost(InetAddress.getByName(settings.syslog().host()).getHostAddress());
            target.setPort(settings.syslog().port());
            return target;
        } catch (UnknownHostException e) {
            throw new CommandFailedException(
                    ExitCode.FAILED,
                    "setting \"log_syslog\": unknown host \""
                            + settings.syslog().host() + "\" (expected: a name that this host can resolve)");
        }
    }

    private String mask(String text) {
        Bootstrap now = current;
        Bootstrap was = before;
        String masked = now == null ? text : now.mask(text);
        return was == null ? masked : was.mask(masked);
    }

    /** Prints what is told whatever the level, in the format of the logs. */
    void print(PrintWriter out, String text) {
        String masked = mask(text);
        out.println(isJson ? LogLayout.jsonOf(masked) : masked);
        out.flush();
    }

    /** Tells what was left out until now. */
    synchronized void flush() {
        if (appender instanceof RepeatLimit limit) {
            limit.flush();
        }
    }

    /** Sets the level for all. */
    static void setLevel(LogLevel level) {
        set(org.slf4j.Logger.ROOT_LOGGER_NAME, Level.valueOf(level.name()));
        // Netty's own details drown everything else; they are for "trace".
        set("io.netty", level == LogLevel.DEBUG ? Level.INFO : null);
    }

    private static void set(String name, @Nullable Level level) {
        if (LoggerFactory.getLogger(name) instanceof Logger logger) {
            logger.setLevel(level);
        }
    }
}
