package io.wishbone.router;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

/** Fails a test in which something warned that the test did not expect, or did not warn though it was expected. */
final class Warnings implements BeforeEachCallback, AfterEachCallback {
    /** On a busy machine any call may take long; WatchdogTest looks at these warnings by itself. */
    private static final String SLOW = " in one call, and all else that runs there waits";

    private final List<String> seen = new CopyOnWriteArrayList<>();
    private final List<String> expected = new ArrayList<>();
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            if (event.getLevel().isGreaterOrEqual(Level.WARN)) {
                seen.add(event.getFormattedMessage());
            }
        }
    };

    /** Expects one or more warnings whose text has a part. */
    void expect(String part) {
        expected.add(part);
    }

    List<String> seen() {
        return seen;
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        appender.start();
        root.addAppender(appender);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        root.detachAppender(appender);
        assertThat(seen)
                .as("unexpected warnings")
                .allMatch(message -> message.contains(SLOW) || expected.stream().anyMatch(message::contains));
        assertThat(expected)
                .as("warnings that did not come")
                .allMatch(part -> seen.stream().anyMatch(message -> message.contains(part)));
    }
}
