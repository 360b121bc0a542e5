package io.wishbone.netty.output;

import io.wishbone.actor.Actor;
import io.wishbone.actor.Hold;
import io.wishbone.actor.Home;
import io.wishbone.actor.Outlet;
import io.wishbone.actor.Placement;
import io.wishbone.actor.SharedResources;
import io.wishbone.event.Event;
import io.wishbone.expression.PlainText;
import io.wishbone.netty.Backoff;
import io.wishbone.netty.EventLoopHome;
import io.wishbone.netty.EventLoops;
import io.wishbone.netty.tls.TlsConfig;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Sends events by HTTP/1.1: a request for each, or for some together.
 *
 * <p>Inlet: {@code inbox}; outlets: {@code successful} once the answer is 2xx, {@code failed} for any other that does
 * not pass, and when the {@link RetryPolicy} gives an event up. Both have the answer in
 * {@code header.<module>.response}: {@code status}, {@code reason}, {@code body} (its beginning, text or else bytes),
 * {@code attempts}. No connection, no answer, 408, 429 and 5xx are tried again, after a wait that grows or that the
 * answer asks for. A request may reach its server twice, if the answer to the first did not come. Requests are in no
 * order, unless there is one connection at most and none is tried again.
 *
 * <p>Counters: {@code requests_total}, {@code requests_retried_total}, {@code requests_rewritten_total} (a kept-alive
 * connection ended just then), {@code responses_cut_total}, {@code connections_total},
 * {@code connections_failed_total}, {@code connections_lost_total}; gauges: {@code connected}, how many connections
 * there are, {@code in_flight}, how many events, {@code last_error_seconds}, when a request failed last (Unix time).
 */
public final class HttpOutput extends Actor {
    private static final int MOST_POOLS = 64;

    private final HttpOutputConfig config;
    private final Outlet successful = outlet(SUCCESSFUL);
    private final OutputTls tls;
    private final HttpCredentials credentials;
    private final Map<Origin, HttpPool> pools = new HashMap<>();
    private final Outcomes outcomes = new Outcomes();
    private final Set<Home.Timer> retries = new HashSet<>();
    private @Nullable EventLoops loops;
    private @Nullable EventLoopHome home;
    private @Nullable HttpRequestMaker maker;
    private @Nullable HttpBatches batches;
    private LongAdder requests = new LongAdder();
    private @Nullable HttpAddress lastAddress;
    private @Nullable HttpPool lastPool;
    private int inFlight;
    private long inFlightBytes;
    private int connections;
    private int failuresInRow;
    private long openUntil;
    private boolean paused;
    private final HealthReport health = new HealthReport();
    private volatile int inFlightSeen;

    /** A scheme, a host and a port. */
    private record Origin(boolean isSecure, Endpoint endpoint) {}

    /** Makes the module; it connects for its first event. */
    public HttpOutput(HttpOutputConfig config) {
        this.config = config;
        boolean mayNeedTls = !(config.url() instanceof PlainText plain)
                || config.maxRedirects() > 0
                || HttpAddress.parse(plain.text()).isSecure();
        TlsConfig given = config.tls() == null ? TlsConfig.builder().build() : config.tls();
        this.tls = new OutputTls(mayNeedTls ? given : null, config.reconnect().connectTimeout(), false);
        this.credentials = new HttpCredentials(config.auth());
        inlet(INBOX, this::consume);
    }

    @Override
    public Placement placement(SharedResources shared) {
        EventLoops serving = EventLoops.orShared(config.eventLoops(), shared);
        loops = serving;
        EventLoopHome chosen = serving.nextHome();
        home = chosen;
        return Placement.on(chosen);
    }

    /** How it stands with the connections. Any thread. */
    public OutputHealth health() {
        return health.current();
    }

    @Override
    public void onStart() {
        health.start(context());
        context().gauge("in_flight", () -> inFlightSeen);
        requests = context().counter("requests_total");
        HttpRequestMaker making = new HttpRequestMaker(config, context());
        maker = making;
        batches = new HttpBatches(config.batch(), making, context(), this::submit);
        EventLoops serving = Objects.requireNonNull(loops, "loops");
        tls.start(context(), serving, () -> credentials.start(context(), serving, () -> {}));
    }

    // ---- events ----

    private void consume(Event event) throws Exception {
        HttpRequestMaker making = Objects.requireNonNull(maker, "maker");
        HttpRoute route = making.routeOf(event);
        byte[] bytes = making.bytesOf(event);
        inFlight++;
        inFlightBytes += event.sizeBytes();
        Objects.requireNonNull(batches, "batches").add(route, hold(event), bytes);
        pauseOrResume();
    }

    @Override
    public void onDrain() {
        Objects.requireNonNull(batches, "batches").flush();
    }

    private void pauseOrResume() {
        inFlightSeen = inFlight;
        if (isFull() && !paused) {
            // What is gathered would wait for events that cannot come.
            Objects.requireNonNull(batches, "batches").flush();
        }
        boolean mustPause = isFull();
        if (mustPause != paused) {
            paused = mustPause;
            if (mustPause) {
                context().pause();
            } else {
                context().resume();
            }
        }
    }

    private boolean isFull() {
        return inFlight >= config.inFlight().events()
                || inFlightBytes >= config.inFlight().bytes();
    }

    // ---- requests ----

    private void submit(HttpDelivery delivery) {
        if (isCircuitOpen()) {
            giveUp(delivery, circuitOpen(), null);
        } else {
            poolOf(delivery.route().address()).submit(delivery);
        }
    }

    private HttpPool poolOf(HttpAddress address) {
        HttpPool usual = lastPool;
        if (usual != null && address.equals(lastAddress)) {
            return usual;
        }
        HttpPool pool = findPool(address);
        lastAddress = address;
        lastPool = pool;
        return pool;
    }

    private HttpPool findPool(HttpAddress address) {
        Origin origin = new Origin(address.isSecure(), address.endpoint());
        HttpPool known = pools.get(origin);
        if (known != null) {
            return known;
        }
        if (pools.size() >= MOST_POOLS) {
            pools.values().removeIf(HttpPool::isUnused);
        }
        HttpPool made = new HttpPool(
                address,
                config,
                outcomes,
                context(),
                Objects.requireNonNull(loops, "loops"),
                Objects.requireNonNull(home, "home"),
                tls);
        pools.put(origin, made);
        return made;
    }

    /** What the pools tell. */
    private final class Outcomes implements HttpPool.Owner {
        @Override
        public @Nullable String authorization(HttpDelivery delivery) {
            requests.increment();
            return delivery.mayAuthorize() ? credentials.headerValue() : null;
        }

        @Override
        public void answered(HttpDelivery delivery, HttpAnswer answer, Endpoint by) {
            if (answer.isSuccess()) {
                failuresInRow = 0;
                openUntil = 0;
                delivery.answer(answer);
                succeed(delivery, by);
            } else if (answer.isRedirect() && config.maxRedirects() > 0) {
                failuresInRow = 0;
                redirect(delivery, answer, by);
            } else if (answer.mayPass()) {
                delivery.failed(answer);
                Duration wait = answer.retryAfter(context().now()).orElse(Duration.ZERO);
                retry(delivery, new IOException(by + " answered " + answer), by, wait);
            } else {
                failuresInRow = 0;
                delivery.failed(answer);
                giveUp(delivery, new IOException(by + " answered " + answer), by);
            }
        }

        @Override
        public void unanswered(HttpDelivery delivery, Throwable cause, Endpoint by) {
            delivery.failed(null);
            retry(delivery, cause, by, Duration.ZERO);
        }

        @Override
        public boolean mayWait(HttpDelivery delivery, Throwable cause, Endpoint last) {
            delivery.failed(null);
            noteFailure(cause);
            Throwable reason = reasonToGiveUp(delivery, cause);
            if (reason != null) {
                giveUp(delivery, reason, last);
            }
            return reason == null;
        }

        @Override
        public void connectionsChanged(int by) {
            connections += by;
            health.connections(connections);
        }
    }

    private void redirect(HttpDelivery delivery, HttpAnswer answer, Endpoint by) {
        HttpAddress from = delivery.route().address();
        HttpAddress to;
        try {
            to = from.resolve(Objects.requireNonNull(answer.location(), "location"));
        } catch (IllegalArgumentException malformed) {
            delivery.failed(answer);
            giveUp(delivery, new IOException(by + " redirects to what is no URL: " + malformed.getMessage()), by);
            return;
        }
        if (delivery.redirect(delivery.route().at(to), from.isSameOrigin(to)) > config.maxRedirects()) {
            delivery.failed(answer);
            giveUp(
                    delivery,
                    new IOException("redirected more than " + config.maxRedirects() + " times, last to " + to
                            + " (max_redirects)"),
                    by);
        } else {
            context().counter("requests_redirected_total").increment();
            submit(delivery);
        }
    }

    // ---- trying again, and giving up ----

    private void retry(HttpDelivery delivery, Throwable cause, Endpoint by, Duration asked) {
        noteFailure(cause);
        Throwable reason = reasonToGiveUp(delivery, cause);
        if (reason != null) {
            giveUp(delivery, reason, by);
            return;
        }
        Duration wait = waitBefore(delivery);
        Duration longest = config.maxRetryAfter();
        if (asked.compareTo(wait) > 0) {
            wait = asked.compareTo(longest) > 0 ? longest : asked;
        }
        context().counter("requests_retried_total").increment();
        context().log().debug("{}; trying again in {} ms", cause.getMessage(), wait.toMillis());
        Home.Timer[] timer = new Home.Timer[1];
        timer[0] = context().schedule(wait, () -> {
            retries.remove(timer[0]);
            submit(delivery);
        });
        retries.add(timer[0]);
    }

    private Duration waitBefore(HttpDelivery delivery) {
        Backoff backoff =
                new Backoff(config.reconnect().minBackoff(), config.reconnect().maxBackoff(), new SplittableRandom());
        Duration wait = backoff.next();
        for (int i = 1; i < Math.min(delivery.attempts(), Long.SIZE); i++) {
            wait = backoff.next();
        }
        return wait;
    }

    private void noteFailure(Throwable cause) {
        health.failed(cause);
        failuresInRow++;
        if (hasFailedTooOften()) {
            openUntil = context().nanoTime() + config.reconnect().maxBackoff().toNanos();
        }
    }

    private boolean hasFailedTooOften() {
        int limit = config.retry().circuitBreaker();
        return limit > 0 && failuresInRow >= limit;
    }

    /** Whether requests are given up at once; from time to time one is let through, to see. */
    private boolean isCircuitOpen() {
        if (!hasFailedTooOften()) {
            return false;
        }
        long now = context().nanoTime();
        if (now - openUntil < 0) {
            return true;
        }
        openUntil = now + config.reconnect().maxBackoff().toNanos();
        return false;
    }

    private IOException circuitOpen() {
        return new IOException("not tried, since " + failuresInRow + " requests in a row failed (circuit_breaker: "
                + config.retry().circuitBreaker() + "); the last: "
                + health.current().lastError().orElse("unknown"));
    }

    /** Why a request that failed is not made again; null if it is. */
    private @Nullable Throwable reasonToGiveUp(HttpDelivery delivery, Throwable cause) {
        RetryPolicy policy = config.retry();
        if (policy.maxAttempts() > 0 && delivery.attempts() >= policy.maxAttempts()) {
            return cause;
        }
        boolean isOver = !policy.deadline().isZero()
                && delivery.waitNanos(context().nanoTime()) >= policy.deadline().toNanos();
        if (isOver) {
            return new IOException(
                    "not delivered within " + policy.deadline().toMillis() + " ms (deadline); " + cause.getMessage(),
                    cause);
        }
        return hasFailedTooOften() ? circuitOpen() : null;
    }

    private void giveUp(HttpDelivery delivery, Throwable cause, @Nullable Endpoint by) {
        int attempts = Math.max(1, delivery.attempts());
        for (Hold held : delivery.events()) {
            held.fail(told(delivery, held.event(), attempts), cause, attempts, by == null ? null : by.toString());
        }
        ended(delivery);
    }

    private void succeed(HttpDelivery delivery, Endpoint by) {
        boolean tells = successful.isConnected();
        for (Hold held : delivery.events()) {
            if (tells) {
                Event told = told(delivery, held.event(), delivery.attempts() + 1);
                held.succeed(told.withHeader(context().name(), "endpoint", by.toString()));
            } else {
                held.succeed();
            }
        }
        ended(delivery);
    }

    private Event told(HttpDelivery delivery, Event event, int attempts) {
        HttpAnswer answer = delivery.answer();
        return answer == null ? event : event.withHeader(context().name(), "response", answer.asMap(attempts));
    }

    private void ended(HttpDelivery delivery) {
        inFlight -= delivery.events().size();
        inFlightBytes -= delivery.sizeBytes();
        pauseOrResume();
    }

    @Override
    public void onClose() {
        retries.forEach(Home.Timer::cancel);
        pools.values().forEach(HttpPool::close);
        credentials.close();
        tls.close();
    }
}
