package io.wishbone.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Hands log records on, but of those that one logger repeats only so many in a window of time. <em>Thread-safe.</em> At
 * the window's end, or its own, a record tells how many were left out. Records are the same if their logger, their
 * level and their message before its arguments are filled in are. Errors are never left out.
 */
final class RepeatLimit extends UnsynchronizedAppenderBase<ILoggingEvent> {
    /** Beyond, what is new is not counted, since messages without arguments may be any number. */
    private static final int MOST_WINDOWS = 4096;

    private final Appender<ILoggingEvent> target;
    private final int limit;
    private final Duration window;
    private final InstantSource clock;
    private final Timer timer;
    private final Map<Message, Window> windows = new HashMap<>();

    /** Runs tasks later. */
    @FunctionalInterface
    interface Timer {
        void after(Duration delay, Runnable task);
    }

    private record Message(String logger, Level level, String pattern) {}

    /** How often a message came since a time. */
    private static final class Window {
        private final long beginMillis;
        private int written;
        private long leftOut;

        Window(long beginMillis) {
            this.beginMillis = beginMillis;
        }
    }

    /**
     * Makes one that is not started.
     *
     * @param limit how many a window lets through, 1 or more
     */
    RepeatLimit(Appender<ILoggingEvent> target, int limit, Duration window, InstantSource clock, Timer timer) {
        this.target = target;
        this.limit = limit;
        this.window = window;
        this.clock = clock;
        this.timer = timer;
    }

    /** A timer whose thread is made when it is first needed, and keeps no process alive. */
    static Timer ownThread() {
        ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(1, task -> {
            Thread made = new Thread(task, "wishbone-log-1");
            made.setDaemon(true);
            return made;
        });
        return (delay, task) -> thread.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    protected void append(ILoggingEvent event) {
        if (event.getLevel().isGreaterOrEqual(Level.ERROR) || isAdmitted(event)) {
            target.doAppend(event);
        }
    }

    private boolean isAdmitted(ILoggingEvent event) {
        Message message = new Message(event.getLoggerName(), event.getLevel(), String.valueOf(event.getMessage()));
        long now = clock.millis();
        synchronized (windows) {
            Window found = windows.get(message);
            if (found == null || (found.leftOut == 0 && isOver(found, now))) {
                found = new Window(now);
                if (!hasRoom(now)) {
                    return true;
                }
                windows.put(message, found);
            }
            if (found.written < limit) {
                found.written++;
                return true;
            }
            if (found.leftOut++ == 0) {
                long left = window.toMillis() - (now - found.beginMillis);
                timer.after(Duration.ofMillis(Math.max(0, Math.min(left, window.toMillis()))), () -> end(message));
            }
            return false;
        }
    }

    private boolean isOver(Window each, long now) {
        // A clock that was set back ends it, too.
        return now - each.beginMillis >= window.toMillis() || now < each.beginMillis;
    }

    private boolean hasRoom(long now) {
        if (windows.size() >= MOST_WINDOWS) {
            windows.values().removeIf(each -> each.leftOut == 0 && isOver(each, now));
        }
        return windows.size() < MOST_WINDOWS;
    }

    private void end(Message message) {
        Window ended;
        synchronized (windows) {
            ended = windows.remove(message);
        }
        tell(message, ended);
    }

    private void tell(Message message, @Nullable Window ended) {
        if (ended == null || ended.leftOut == 0) {
            return;
        }
        LoggingEvent event = new LoggingEvent();
        event.setInstant(clock.instant());
        event.setLevel(message.level());
        event.setLoggerName(message.logger());
        event.setThreadName(Thread.currentThread().getName());
        event.setMessage("left out " + ended.leftOut + " more within " + window.toMillis() + " ms like: "
                + message.pattern().replace("{}", "..."));
        event.setMDCPropertyMap(Map.of());
        target.doAppend(event);
    }

    /** Tells what was left out until now. */
    void flush() {
        List<Message> open;
        synchronized (windows) {
            open = List.copyOf(windows.keySet());
        }
        open.forEach(this::end);
    }
}
