package io.wishbone.netty.leak;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.LeakPresenceDetector;
import io.netty.util.ResourceLeakDetectorFactory;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a test class after which Netty buffers are not released. JUnit finds it by itself in every module that has the
 * test jar of wishbone-netty on its class path.
 */
public final class LeakCheck implements BeforeAllCallback, AfterAllCallback {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    static {
        // Before any of Netty's classes reads them; JUnit makes extensions before it runs the first test.
        System.setProperty("io.netty.customResourceLeakDetector", CountingLeakDetector.class.getName());
        System.setProperty("io.netty.util.LeakPresenceDetector.trackCreationStack", "true");
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        assertThat(isInstalled())
                .as("the leak detector is ours (expected: nothing of Netty is used before JUnit's extensions are made)")
                .isTrue();
    }

    private static boolean isInstalled() {
        return ResourceLeakDetectorFactory.instance().newResourceLeakDetector(Object.class)
                instanceof CountingLeakDetector;
    }

    /** Event loops end in the background, so what they still have gets some time. */
    @Override
    public void afterAll(ExtensionContext context) {
        if (CountingLeakDetector.SCOPE.hasOpenResources()) {
            awaitRelease();
        }
        LeakPresenceDetector.check();
    }

    private static void awaitRelease() {
        try {
            Awaitility.await().atMost(PATIENCE).until(() -> !CountingLeakDetector.SCOPE.hasOpenResources());
        } catch (ConditionTimeoutException leak) {
            // The check that follows fails the test, and shows where the buffers come from.
        }
    }
}
