package io.wishbone.router;

import static org.assertj.core.api.Assertions.assertThat;

import io.wishbone.actor.Actor;
import io.wishbone.actor.Outlet;
import io.wishbone.actor.Placement;
import io.wishbone.actor.SharedResources;
import io.wishbone.event.Completion;
import io.wishbone.event.Event;
import io.wishbone.queue.OverflowPolicy;
import io.wishbone.queue.QueueLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Chains of modules on random homes, with random limits and pauses, into which modules are put, out of which they are
 * taken, and whose ends are exchanged, all while events flow: each event arrives once, in order where nothing was
 * exchanged, every completion ends well, and every account balances.
 */
class RandomRewiringTest {
    private static final Duration ENOUGH = Duration.ofSeconds(30);
    private static final int EVENTS = 20_000;
    private static final int CHANGES = 40;

    static LongStream seeds() {
        return LongStream.range(0, 24);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    @Timeout(90)
    void losesNothingHoweverItIsRewired(long seed) {
        Chains chains = new Chains(new Random(seed), seed % 2 == 0);
        try (Router router = chains.router) {
            router.start();
            for (int i = 0; i < CHANGES; i++) {
                chains.change();
            }
            Awaitility.await().atMost(ENOUGH).until(chains::allEnded);
            StopReport report = router.stop(ENOUGH);
            assertThat(report.isClean()).as(() -> chains + "\n" + report).isTrue();
            assertThat(report.ledger().isBalanced())
                    .as(() -> chains + "\n" + report.ledger())
                    .isTrue();
            assertThat(chains.failures.get()).as(chains::toString).isZero();
            chains.sources.forEach(source -> assertThat(source.arrivals)
                    .as(() -> chains + "\n" + report.ledger())
                    .containsOnly(1));
            if (!chains.exchanges) {
                assertThat(chains.sinks).as(chains::toString).allMatch(sink -> sink.inOrder);
            }
        }
    }

    /** Several chains, each a source, modules that pass events on, and a sink. */
    private static final class Chains {
        private final Random random;
        private final boolean exchanges;
        private final Router router =
                Router.create(RouterConfig.builder().workers(2).build());
        private final List<List<String>> chains = new ArrayList<>();
        private final List<Source> sources = new ArrayList<>();
        private final List<Sink> sinks = new ArrayList<>();
        private final AtomicLong ended = new AtomicLong();
        private final AtomicLong failures = new AtomicLong();
        private final StringBuilder history = new StringBuilder(256);
        private int names;

        Chains(Random random, boolean exchanges) {
            this.random = random;
            this.exchanges = exchanges;
            for (int i = 0; i < 2; i++) {
                Source source = new Source(this, random);
                Sink sink = new Sink(random);
                sources.add(source);
                sinks.add(sink);
                router.registerModule("source" + i, source);
                router.registerModule("sink" + i, sink);
                chains.add(new ArrayList<>(List.of("source" + i, "sink" + i)));
                router.connect("source" + i + ".outbox", "sink" + i + ".inbox", options());
            }
        }

        private ConnectionOptions options() {
            int[] limits = {1, 2, 7, 64, 4096};
            QueueLimits limit = new QueueLimits(limits[random.nextInt(limits.length)], 1 + random.nextInt(100_000));
            return new ConnectionOptions(limit, OverflowPolicy.BLOCK);
        }

        void change() {
            List<String> chain = chains.get(random.nextInt(chains.size()));
            int at = random.nextInt(chain.size() - 1);
            int kind = random.nextInt(exchanges ? 3 : 2);
            if (kind == 0 || chain.size() == 2) {
                insert(chain, at);
            } else if (kind == 1) {
                remove(chain, Math.max(1, at));
            } else {
                exchange();
            }
        }

        private void insert(List<String> chain, int at) {
            String name = "pass" + ++names;
            String from = chain.get(at);
            String to = chain.get(at + 1);
            history.append("insert ")
                    .append(name)
                    .append(" between ")
                    .append(from)
                    .append(' ')
                    .append(to)
                    .append('\n');
            router.registerModule(name, new Pass(random));
            router.rewire(change -> change.disconnect(from + ".outbox")
                    .connect(name + ".outbox", to + ".inbox", options())
                    .connect(from + ".outbox", name + ".inbox", options()));
            chain.add(at + 1, name);
        }

        private void remove(List<String> chain, int at) {
            String name = chain.remove(at);
            String from = chain.get(at - 1);
            String to = chain.get(at);
            history.append("remove ")
                    .append(name)
                    .append(" between ")
                    .append(from)
                    .append(' ')
                    .append(to)
                    .append('\n');
            router.rewire(change -> change.remove(name).connect(from + ".outbox", to + ".inbox", options()));
        }

        private void exchange() {
            List<String> one = chains.get(0);
            List<String> two = chains.get(1);
            int i = 1 + random.nextInt(one.size() - 1);
            int j = 1 + random.nextInt(two.size() - 1);
            history.append("exchange ")
                    .append(one.get(i))
                    .append(' ')
                    .append(two.get(j))
                    .append('\n');
            router.rewire(change -> change.disconnect(one.get(i - 1) + ".outbox")
                    .disconnect(two.get(j - 1) + ".outbox")
                    .connect(one.get(i - 1) + ".outbox", two.get(j) + ".inbox", options())
                    .connect(two.get(j - 1) + ".outbox", one.get(i) + ".inbox", options()));
            List<String> tail = new ArrayList<>(one.subList(i, one.size()));
            List<String> otherTail = new ArrayList<>(two.subList(j, two.size()));
            one.subList(i, one.size()).clear();
            one.addAll(otherTail);
            two.subList(j, two.size()).clear();
            two.addAll(tail);
        }

        boolean allEnded() {
            return ended.get() == (long) EVENTS * sources.size();
        }

        @Override
        public String toString() {
            return history + "ended " + ended + " of " + EVENTS * sources.size();
        }
    }

    /** An event's source and number there. */
    private record Numbered(Source source, int number) {}

    private abstract static class Placed extends Actor {
        private final Placement placement;

        Placed(Random seeds) {
            this.placement = switch (seeds.nextInt(4)) {
                case 0 -> Placement.cpu();
                case 1 -> Placement.blocking();
                default -> Placement.inherit();
            };
        }

        @Override
        public Placement placement(SharedResources shared) {
            return placement;
        }
    }

    /** Submits numbered events in bursts, some longer than it was asked for. */
    private static final class Source extends Placed {
        private final Outlet outbox = outlet(OUTBOX);
        private final int[] arrivals = new int[EVENTS];
        private final Chains chains;
        private final int burst;
        private int next;

        Source(Chains chains, Random seeds) {
            super(seeds);
            this.chains = chains;
            this.burst = 1 + seeds.nextInt(700);
            source(this::produce);
        }

        private int produce(int budget) {
            int count = Math.min(EVENTS - next, burst);
            for (int i = 0; i < count; i++) {
                Completion completion = Completion.create(failure -> {
                    if (failure != null) {
                        chains.failures.incrementAndGet();
                    }
                    chains.ended.incrementAndGet();
                });
                outbox.submit(Event.of(new Numbered(this, next++)).withCompletion(completion));
                completion.release();
            }
            return count;
        }
    }

    /** Passes events on, and now and then rests. */
    private static final class Pass extends Placed {
        private final Outlet outbox = outlet(OUTBOX);
        private final Random random;
        private final int restEvery;

        Pass(Random seeds) {
            super(seeds);
            this.random = new Random(seeds.nextLong());
            this.restEvery = 1 + seeds.nextInt(2000);
            inlet(INBOX, this::consume);
        }

        private void consume(Event event) {
            outbox.submit(event);
            if (random.nextInt(restEvery) == 0) {
                context().pause();
                context().schedule(Duration.ofNanos(random.nextInt(200_000)), context()::resume);
            }
        }
    }

    /** Notes what arrives, and now and then rests. */
    private static final class Sink extends Placed {
        private final Random random;
        private final int restEvery;
        private final List<Numbered> newest = new ArrayList<>();
        private volatile boolean inOrder = true;

        Sink(Random seeds) {
            super(seeds);
            this.random = new Random(seeds.nextLong());
            this.restEvery = 1 + seeds.nextInt(2000);
            inlet(INBOX, this::consume);
        }

        private void consume(Event event) {
            Numbered numbered = (Numbered) event.data();
            synchronized (numbered.source().arrivals) {
                numbered.source().arrivals[numbered.number()]++;
            }
            newest.removeIf(before -> {
                inOrder &= before.source() != numbered.source() || before.number() < numbered.number();
                return before.source() == numbered.source();
            });
            newest.add(numbered);
            if (random.nextInt(restEvery) == 0) {
                context().pause();
                context().schedule(Duration.ofNanos(random.nextInt(200_000)), context()::resume);
            }
        }
    }
}
