package io.wishbone.testkit;

import io.wishbone.actor.ModuleState;
import io.wishbone.router.Router;
import io.wishbone.router.RouterConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A JUnit extension that looks after the routers of a test: afterwards each must have been stopped, and its ledger must
 * balance. A router that was not stopped is stopped, so that its threads end, and the test fails.
 *
 * <pre>{@code
 * @RegisterExtension
 * final BalancedLedger routers = new BalancedLedger();
 *
 * @Test
 * void relays() {
 *     try (Router router = routers.create()) {
 *         ...
 *     }
 * }
 * }</pre>
 *
 * <p><em>Confined to the test's thread.</em> It is registered in a field that is not static.
 */
public final class BalancedLedger implements AfterEachCallback {
    private final List<Router> routers = new ArrayList<>();

    /** Makes an extension that has no router to look after. */
    public BalancedLedger() {}

    /** A router with the default configuration. */
    public Router create() {
        return track(Router.create());
    }

    /** A router. */
    public Router create(RouterConfig config) {
        return track(Router.create(config));
    }

    /** Looks after a router that somebody else made; returns it. */
    public Router track(Router router) {
        routers.add(router);
        return router;
    }

    @Override
    public void afterEach(ExtensionContext context) {
        check();
    }

    /** Checks all routers and forgets them. */
    void check() {
        Audit audit = new Audit("the routers of this test");
        for (Router router : routers) {
            boolean ended = router.state() == ModuleState.STOPPED
                    || router.state() == ModuleState.FAILED
                    || router.state() == ModuleState.NEW;
            audit.expect(ended, "one was left in state " + router.state() + " (expected: stopped or closed)");
            // Idempotent, and waits for a stop that another thread has begun.
            router.stop(Duration.ZERO);
            audit.expect(router.ledger().isBalanced(), "the accounts of one do not balance:\n" + router.ledger());
        }
        routers.clear();
        audit.check();
    }
}
