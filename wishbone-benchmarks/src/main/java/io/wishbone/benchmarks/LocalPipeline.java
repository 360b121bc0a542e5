package io.wishbone.benchmarks;

import io.wishbone.actor.Actor;
import io.wishbone.actor.Home;
import io.wishbone.actor.Inlet;
import io.wishbone.actor.ModuleRunner;
import io.wishbone.actor.Outlet;
import io.wishbone.actor.Trampoline;
import io.wishbone.event.Event;
import io.wishbone.queue.EventQueue;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.slf4j.helpers.NOPLogger;

/**
 * Modules wired as a router does it, all at one home whose thread is the benchmark's and which runs its tasks from a
 * list. <em>Confined to the benchmark's thread.</em>
 */
final class LocalPipeline {
    private final LocalHome home = new LocalHome();
    private final Trampoline trampoline = new Trampoline(home);
    private final Map<Actor, ModuleRunner> runners = new LinkedHashMap<>();
    private final Feeder feeder;

    /** Makes a pipeline that is fed one event again and again. */
    LocalPipeline(Event event) {
        this.feeder = new Feeder(event);
        add(feeder);
    }

    private static final class LocalHome implements Home {
        private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();

        @Override
        public String name() {
            return "local";
        }

        @Override
        public boolean isCurrent() {
            return true;
        }

        @Override
        public void execute(Runnable task) {
            tasks.add(task);
        }

        @Override
        public Timer schedule(Runnable task, long delayNanos) {
            throw new UnsupportedOperationException("no timers");
        }

        void runAll() {
            Runnable task = tasks.poll();
            while (task != null) {
                task.run();
                task = tasks.poll();
            }
        }
    }

    /** Submits as many events as it was told to. */
    private static final class Feeder extends Actor {
        private final Outlet outbox = outlet(OUTBOX);
        private int wanted;

        Feeder(Event event) {
            source(budget -> {
                int made = wanted;
                for (int i = 0; i < made; i++) {
                    outbox.submit(event);
                }
                wanted = 0;
                return made;
            });
        }

        void feed(int count) {
            wanted = count;
            context().wake();
        }
    }

    /** Where the events come from. */
    Outlet feed() {
        return feeder.outbox;
    }

    void add(Actor actor) {
        ModuleRunner runner = new ModuleRunner("module" + runners.size(), actor, NOPLogger.NOP_LOGGER);
        runners.put(actor, runner);
    }

    /** The outlet of a name of a module that was added. */
    static Outlet outlet(Actor actor, String name) {
        return actor.findOutlet(name).orElseThrow();
    }

    /** Connects an outlet to a module's only inlet. */
    void connect(Outlet outlet, Actor consumer) {
        runners.values().stream()
                .filter(runner -> !runner.isPlaced())
                .forEach(runner -> runner.place(List.of(trampoline), false));

        EventQueue queue = EventQueue.builder(outlet.name())
                .sameThread(true)
                .consumer(Objects.requireNonNull(runners.get(consumer)))
                .producer(outlet.emitters().get(0).signal())
                .build();
        consumer.inlets().forEach((Inlet inlet) -> inlet.attach(queue));
        outlet.attach(queue);
    }

    /** Starts the modules. */
    void start() {
        runners.values().forEach(ModuleRunner::start);
        home.runAll();
    }

    /** Feeds a number of events and runs until nothing is left to do. */
    void run(int events) {
        feeder.feed(events);
        home.runAll();
    }
}
