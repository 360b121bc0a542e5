package io.wishbone.router;

import static org.assertj.core.api.Assertions.assertThat;

import io.wishbone.actor.Actor;
import io.wishbone.actor.Hold;
import io.wishbone.actor.Outlet;
import io.wishbone.actor.Placement;
import io.wishbone.actor.SharedResources;
import io.wishbone.event.Completion;
import io.wishbone.event.Event;
import io.wishbone.event.Header;
import io.wishbone.module.flow.Fanout;
import io.wishbone.module.flow.Funnel;
import io.wishbone.queue.OverflowPolicy;
import io.wishbone.queue.QueueLimits;
import java.time.Duration;
import java.util.ArrayDeque;
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
 * Random graphs of modules on random homes, with random limits and policies, under random pauses, failures, holds,
 * cycles and stops: they never lock up, every account balances, and every completion ends.
 */
class RandomGraphTest {
    private static final Duration ENOUGH = Duration.ofSeconds(20);
    private static final int MOST_PASSES = 5;

    static LongStream seeds() {
        return LongStream.range(0, 40);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    @Timeout(60)
    void drainsCompletelyOnceItsSourcesHaveEnded(long seed) {
        RandomGraph graph = new RandomGraph(seed, true);
        try (Router router = graph.router) {
            router.start();
            Awaitility.await().atMost(ENOUGH).until(graph::allMade);
            StopReport report = router.stop(ENOUGH);
            assertThat(report.left()).as(() -> graph + "\n" + report.ledger()).isEmpty();
            assertThat(report.isClean()).isTrue();
            assertThat(report.ledger().isBalanced())
                    .as(() -> graph + "\n" + report.ledger())
                    .isTrue();
            assertThat(graph.completed.get()).as(graph::toString).isEqualTo(graph.made.get());
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    @Timeout(60)
    void keepsBalancedAccountsWhenStoppedAtAnyMoment(long seed) {
        RandomGraph graph = new RandomGraph(seed, false);
        try (Router router = graph.router) {
            router.start();
            long enough = new Random(seed).nextInt(3000);
            Awaitility.await().atMost(ENOUGH).until(() -> graph.made.get() >= Math.min(enough, graph.toMake));
            StopReport report = router.stop(ENOUGH);
            assertThat(report.left()).as(() -> graph + "\n" + report.ledger()).isEmpty();
            assertThat(report.ledger().isBalanced())
                    .as(() -> graph + "\n" + report.ledger())
                    .isTrue();
            assertThat(graph.completed.get()).as(graph::toString).isEqualTo(graph.made.get());
        }
    }

    /** Builds a graph in layers, adds funnels to join and fanouts to split, and perhaps a cycle. */
    private static final class RandomGraph {
        private final Random random;
        private final Router router;
        private final List<String> openEnds = new ArrayList<>();
        private final StringBuilder description = new StringBuilder(64);
        private final AtomicLong made = new AtomicLong();
        private final AtomicLong completed = new AtomicLong();
        private long toMake;
        private int names;

        RandomGraph(long seed, boolean small) {
            random = new Random(seed);
            router = Router.create(
                    RouterConfig.builder().workers(1 + random.nextInt(2)).build());
            int sources = 1 + random.nextInt(3);
            for (int i = 0; i < sources; i++) {
                int count = random.nextInt(small ? 3000 : 30_000);
                toMake += count;
                openEnds.add(add("source", new CountingSource(count, random.nextBoolean(), this)) + ".outbox");
            }
            int steps = 1 + random.nextInt(8);
            for (int i = 0; i < steps; i++) {
                grow();
            }
            while (!openEnds.isEmpty()) {
                String end = openEnds.remove(0);
                if (random.nextInt(8) > 0) {
                    connect(end, add("sink", new Sink(random)) + ".inbox");
                }
            }
        }

        private void grow() {
            String end = openEnds.remove(random.nextInt(openEnds.size()));
            switch (random.nextInt(5)) {
                case 0 -> {
                    String fanout = add("fanout", new Fanout());
                    connect(end, fanout + ".inbox");
                    int branches = 1 + random.nextInt(3);
                    for (int i = 0; i < branches; i++) {
                        openEnds.add(fanout + ".branch" + i);
                    }
                }
                case 1 -> {
                    String funnel = add("funnel", new Funnel());
                    connect(end, funnel + ".in0");
                    if (!openEnds.isEmpty()) {
                        connect(openEnds.remove(0), funnel + ".in1");
                    }
                    openEnds.add(funnel + ".outbox");
                }
                case 2 -> addCycle(end);
                default -> {
                    String worker = add("worker", new Worker(random));
                    connect(end, worker + ".inbox");
                    openEnds.add(worker + ".outbox");
                    if (random.nextInt(3) == 0) {
                        openEnds.add(worker + ".failed");
                    }
                }
            }
        }

        private void addCycle(String end) {
            String funnel = add("loopin", new Funnel());
            String worker = add("loop", new Worker(random));
            String split = add("loopout", new Fanout());
            String guard = add("guard", new PassGuard());
            connect(end, funnel + ".fresh");
            connect(funnel + ".outbox", worker + ".inbox");
            connect(worker + ".outbox", split + ".inbox");
            connect(split + ".again", guard + ".inbox");
            connect(guard + ".outbox", funnel + ".again");
            openEnds.add(split + ".on");
        }

        private String add(String kind, Actor actor) {
            String name = kind + ++names;
            router.registerModule(name, actor);
            return name;
        }

        private void connect(String from, String to) {
            int[] limits = {1, 2, 7, 64, 4096};
            QueueLimits limit = new QueueLimits(limits[random.nextInt(limits.length)], 1 + random.nextInt(100_000));
            OverflowPolicy policy = switch (random.nextInt(12)) {
                case 0 -> OverflowPolicy.DROP_NEWEST;
                case 1 -> OverflowPolicy.DROP_OLDEST;
                default -> OverflowPolicy.BLOCK;
            };
            description.append(from).append(" -> ").append(to).append(' ');
            description.append(limit).append(' ').append(policy).append('\n');
            router.connect(from, to, new ConnectionOptions(limit, policy));
        }

        boolean allMade() {
            return made.get() == toMake;
        }

        @Override
        public String toString() {
            return description + "made " + made + " of " + toMake + ", completed " + completed;
        }
    }

    private static Placement randomPlacement(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> Placement.cpu();
            case 1 -> Placement.blocking();
            default -> Placement.inherit();
        };
    }

    private static final class CountingSource extends Actor {
        private final Outlet outbox = outlet(OUTBOX);
        private final RandomGraph graph;
        private final boolean inBursts;
        private int left;

        CountingSource(int count, boolean inBursts, RandomGraph graph) {
            this.left = count;
            this.inBursts = inBursts;
            this.graph = graph;
            source(this::produce);
        }

        private int produce(int budget) {
            int count = Math.min(left, inBursts ? budget * 3 : 1);
            for (int i = 0; i < count; i++) {
                Completion completion = Completion.create(failure -> graph.completed.incrementAndGet());
                graph.made.incrementAndGet();
                left--;
                outbox.submit(Event.of("x".repeat(left % 50)).withCompletion(completion));
                completion.release();
            }
            return count;
        }
    }

    /** Passes on, drops, doubles, fails or holds events, by chance, and pauses itself now and then. */
    private static final class Worker extends Actor {
        private final Outlet outbox = outlet(OUTBOX);
        private final Random random;
        private final Placement placement;
        private final ArrayDeque<Hold> holds = new ArrayDeque<>();
        private final boolean isCalm;
        private boolean drained;

        Worker(Random seeds) {
            this.random = new Random(seeds.nextLong());
            this.placement = randomPlacement(seeds);
            this.isCalm = seeds.nextBoolean();
            inlet(INBOX, this::consume);
        }

        @Override
        public Placement placement(SharedResources shared) {
            return placement;
        }

        private void consume(Event event) {
            int chance = isCalm ? 99 : random.nextInt(100);
            if (chance < 3) {
                throw new IllegalStateException("by chance");
            } else if (chance < 6) {
                return;
            } else if (chance < 9) {
                outbox.submit(event);
                outbox.submit(Event.of("copy"));
            } else if (chance < 20) {
                holds.add(hold(event));
            } else if (chance < 22) {
                context().pause();
                context().schedule(Duration.ofNanos(random.nextInt(500_000)), context()::resume);
                outbox.submit(event);
            } else {
                outbox.submit(event);
            }
            if (holds.size() > 10) {
                context().schedule(Duration.ofNanos(random.nextInt(300_000)), this::endHolds);
            }
        }

        private void endHolds() {
            while (!holds.isEmpty()) {
                Hold hold = holds.remove();
                switch (random.nextInt(3)) {
                    case 0 -> hold.submit(outbox, hold.event());
                    case 1 -> hold.succeed();
                    default -> hold.fail(new IllegalStateException("held too long"));
                }
            }
        }

        @Override
        public void onDrain() {
            endHolds();
            context().resume();
            drained = true;
        }

        @Override
        public void onBatchEnd() {
            if (drained) {
                endHolds();
            }
        }
    }

    /** Lets an event pass a number of times, so that a cycle ends. */
    private static final class PassGuard extends Actor {
        private final Outlet outbox = outlet(OUTBOX);

        PassGuard() {
            inlet(INBOX, event -> {
                int passes = event.header("guard", "passes") instanceof Integer before ? before + 1 : 1;
                if (passes < MOST_PASSES) {
                    Header header = event.header().with("guard", "passes", passes);
                    outbox.submit(event.withHeader(header));
                }
            });
        }
    }

    /** Takes events, and now and then nothing for a while. */
    private static final class Sink extends Actor {
        private final Random random;
        private final Placement placement;
        private final int pauseEvery;

        Sink(Random seeds) {
            this.random = new Random(seeds.nextLong());
            this.placement = randomPlacement(seeds);
            this.pauseEvery = 1 + seeds.nextInt(5000);
            inlet(INBOX, this::consume);
        }

        @Override
        public Placement placement(SharedResources shared) {
            return placement;
        }

        private void consume(Event event) {
            if (random.nextInt(pauseEvery) == 0) {
                context().pause();
                context().schedule(Duration.ofNanos(random.nextInt(200_000)), context()::resume);
            }
        }
    }
}
