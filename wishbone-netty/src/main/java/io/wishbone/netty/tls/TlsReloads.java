package io.wishbone.netty.tls;

import io.wishbone.actor.Home;
import io.wishbone.actor.ModuleContext;
import io.wishbone.netty.EventLoops;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets a module look at its files of TLS now and then, off the event loops. <em>Confined to its module's thread.</em>
 * Between the end of one look and the next is the interval. Counter: {@code tls_reloads_total}, the changes that are in
 * use.
 */
public final class TlsReloads implements AutoCloseable {
    private final ModuleContext context;
    private final EventLoops loops;
    private final Duration interval;
    private final BooleanSupplier look;
    private Home.@Nullable Timer timer;
    private boolean isClosed;

    private TlsReloads(ModuleContext context, EventLoops loops, Duration interval, BooleanSupplier look) {
        this.context = context;
        this.loops = loops;
        this.interval = interval;
        this.look = look;
    }

    /** Begins to look at the files of a server; does nothing if its interval is zero. */
    public static TlsReloads start(ModuleContext context, EventLoops loops, ServerTls tls) {
        return start(context, loops, tls.reloadInterval(), tls::reloadIfChanged);
    }

    /** Begins to look at the files of a client; does nothing if its interval is zero or it has none. */
    public static TlsReloads start(ModuleContext context, EventLoops loops, ClientTls tls) {
        return start(context, loops, tls.reloadInterval(), tls::reloadIfChanged);
    }

    private static TlsReloads start(ModuleContext context, EventLoops loops, Duration interval, BooleanSupplier look) {
        TlsReloads reloads = new TlsReloads(context, loops, interval, look);
        if (!interval.isZero()) {
            reloads.scheduleNext();
        }
        return reloads;
    }

    private void scheduleNext() {
        if (!isClosed) {
            timer = context.schedule(interval, this::lookOnce);
        }
    }

    private void lookOnce() {
        loops.executeBlocking(look::getAsBoolean)
                .whenComplete((done, failure) -> context.run(() -> looked(done, failure)));
    }

    private void looked(@Nullable Boolean hasReloaded, @Nullable Throwable failure) {
        if (Boolean.TRUE.equals(hasReloaded)) {
            context.counter("tls_reloads_total").increment();
        }
        if (failure != null && !isClosed) {
            context.log().warn("looking at files of TLS failed", failure);
        }
        scheduleNext();
    }

    /** Looks no more. Idempotent. */
    @Override
    public void close() {
        isClosed = true;
        Home.Timer running = timer;
        if (running != null) {
            running.cancel();
        }
    }
}
