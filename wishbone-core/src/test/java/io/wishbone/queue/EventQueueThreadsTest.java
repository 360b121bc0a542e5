package io.wishbone.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.wishbone.event.Event;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Producers and a consumer that sleep until they are woken: a wake-up that is lost ends the test by its timeout. */
class EventQueueThreadsTest {
    private static final int EVENTS = 200_000;

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void endThreads() throws InterruptedException {
        threads.shutdownNow();
        assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }

    /** A thread that sleeps, as a home's module does: it notes so, looks once more, and only then parks. */
    private static final class Sleeper implements Signal {
        private volatile @Nullable Thread thread;
        private volatile boolean asleep;

        @Override
        public void wake() {
            if (asleep) {
                asleep = false;
                LockSupport.unpark(thread);
            }
        }

        void sleepUnless(BooleanSupplier ready) throws InterruptedException {
            thread = Thread.currentThread();
            asleep = true;
            VarHandle.fullFence();
            while (asleep && !ready.getAsBoolean()) {
                LockSupport.park(this);
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
            }
            asleep = false;
        }
    }

    static Stream<Arguments> gatedKinds() {
        return Stream.of(QueueKind.ONE_TO_ONE, QueueKind.MANY_TO_ONE)
                .flatMap(kind -> Stream.of(1, 7, 4096)
                        .flatMap(limit -> Stream.of(1, 64).map(batch -> Arguments.of(kind, limit, batch))));
    }

    @ParameterizedTest(name = "{0} of {1}, batches of {2}")
    @MethodSource("gatedKinds")
    void handOverEveryEventInOrderAndLoseNoWakeUp(QueueKind kind, int limit, int batch) throws Exception {
        int each = (limit == 1 ? EVENTS / 10 : EVENTS) / kind.producers;
        Sleeper consumer = new Sleeper();
        List<Sleeper> sleepers = new ArrayList<>();
        EventQueue.Builder builder =
                EventQueue.builder("test").limits(QueueLimits.ofEvents(limit)).consumer(consumer);
        for (int i = 0; i < kind.producers; i++) {
            Sleeper sleeper = new Sleeper();
            sleepers.add(sleeper);
            builder.producer(sleeper);
        }
        EventQueue queue = builder.build();

        Future<?> consuming = threads.submit(() -> {
            consume(queue, consumer, kind.producers, each, batch);
            return null;
        });
        List<Future<?>> producing = new ArrayList<>();
        for (int i = 0; i < kind.producers; i++) {
            int index = i;
            producing.add(threads.submit(() -> {
                produce(queue.producer(index), sleepers.get(index), index, each, batch);
                return null;
            }));
        }
        for (Future<?> producer : producing) {
            producer.get(50, TimeUnit.SECONDS);
        }
        consuming.get(50, TimeUnit.SECONDS);

        assertThat(queue.inTotal()).isEqualTo((long) each * kind.producers);
        assertThat(queue.outTotal()).isEqualTo(queue.inTotal());
        assertThat(queue.size()).isZero();
        assertThat(queue.sizeBytes()).isZero();
    }

    private record Numbered(int producer, int number) {}

    private static void produce(QueueProducer producer, Sleeper sleeper, int index, int count, int batch)
            throws InterruptedException {
        int next = 0;
        while (next < count) {
            int end = Math.min(count, next + batch);
            while (next < end && producer.offer(Event.of(new Numbered(index, next)))) {
                next++;
            }
            next += next < end ? 1 : 0; // the event that closed the gate was taken, too
            producer.publish();
            while (!producer.tryOpen()) {
                sleeper.sleepUnless(producer::canProceed);
            }
        }
    }

    private static void consume(EventQueue queue, Sleeper sleeper, int producers, int each, int batch)
            throws InterruptedException {
        int[] next = new int[producers];
        int left = producers * each;
        while (left > 0) {
            int taken = 0;
            Event event = null;
            while (taken < batch && (event = queue.poll()) != null) {
                Numbered numbered = (Numbered) event.data();
                assertThat(numbered.number()).isEqualTo(next[numbered.producer()]++);
                taken++;
            }
            left -= taken;
            queue.publishPolled();
            if (event == null && left > 0) {
                sleeper.sleepUnless(() -> !queue.isEmpty());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = QueueKind.class,
            names = {
                "CLOSES_CYCLE",
                "MANY_CLOSE_CYCLE",
                "DROP_NEWEST",
                "MANY_DROP_NEWEST",
                "DROP_OLDEST",
                "MANY_DROP_OLDEST"
            })
    void accountForEveryEventThatIsDropped(QueueKind kind) throws Exception {
        int each = EVENTS / kind.producers;
        EventQueue queue = kind.create(QueueLimits.ofEvents(16));
        List<Future<?>> producing = new ArrayList<>();
        for (int i = 0; i < kind.producers; i++) {
            int index = i;
            producing.add(threads.submit(() -> {
                for (int number = 0; number < each; number++) {
                    queue.producer(index).offer(Event.of(new Numbered(index, number)));
                }
                queue.producer(index).publish();
            }));
        }
        int[] last = new int[kind.producers];
        Arrays.fill(last, -1);
        long taken = 0;
        boolean running = true;
        while (running) {
            running = producing.stream().anyMatch(producer -> !producer.isDone());
            for (Event event = queue.poll(); event != null; event = queue.poll()) {
                Numbered numbered = (Numbered) event.data();
                assertThat(numbered.number()).isGreaterThan(last[numbered.producer()]);
                last[numbered.producer()] = numbered.number();
                taken++;
            }
            queue.publishPolled();
        }
        for (Future<?> producer : producing) {
            producer.get();
        }

        assertThat(queue.size()).isZero();
        assertThat(queue.sizeBytes()).isZero();
        assertThat(queue.outTotal()).isEqualTo(taken);
        assertThat(queue.inTotal()).isEqualTo((long) each * kind.producers);
        assertThat(taken + queue.dropped().getOrDefault(kind.reason(), 0L)).isEqualTo(queue.inTotal());
    }
}
