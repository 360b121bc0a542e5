package io.wishbone.testkit;

import io.wishbone.actor.Actor;
import io.wishbone.actor.Hold;
import io.wishbone.actor.Home;
import io.wishbone.actor.Outlet;
import io.wishbone.actor.OutletGroup;
import io.wishbone.actor.Pending;
import io.wishbone.event.Completion;
import io.wishbone.event.Event;
import io.wishbone.queue.EventQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Modules for the tests of this kit: a few that are right, and one for each wrong that the kit must see. */
final class Modules {
    private Modules() {}

    /** Right: makes text upper case; fails on "bad". */
    static final class UpperCase extends Actor {
        private final Outlet outbox = outlet(OUTBOX);

        UpperCase() {
            inlet(INBOX, event -> {
                if (event.text().equals("bad")) {
                    throw new IllegalArgumentException("bad text");
                }
                outbox.submit(event.withData(event.text().toUpperCase(Locale.ROOT)));
            });
        }
    }

    /** Right: keeps events, and passes on what it has every 10 s, on a control event, and when it is drained. */
    static final class Pack extends Actor {
        private static final Duration INTERVAL = Duration.ofSeconds(10);

        private final Outlet outbox = outlet(OUTBOX);
        private final List<Hold> gathered = new ArrayList<>();
        private Home.@Nullable Timer timer;

        Pack() {
            inlet(INBOX, event -> gathered.add(hold(event)));
            controlInlet("flush", event -> flush());
        }

        @Override
        public void onStart() {
            timer = context().schedule(INTERVAL, this::tick);
            context().gauge("gathered", gathered::size);
        }

        private void tick() {
            timer = context().schedule(INTERVAL, this::tick);
            flush();
        }

        void flushFromAnywhere() {
            context().run(this::flush);
        }

        private void flush() {
            gathered.forEach(hold -> {
                Event stamped = hold.event().withHeader("pack", "at", context().now());
                hold.submit(outbox, stamped);
                context().counter("flushed_total").increment();
            });
            gathered.clear();
        }

        @Override
        public void onDrain() {
            flush();
        }

        @Override
        public void onClose() {
            if (timer != null) {
                timer.cancel();
            }
        }
    }

    /** Wrong: as Pack, but emits nothing when it is drained. */
    static final class IgnoresDrain extends Actor {
        private final List<Hold> gathered = new ArrayList<>();

        IgnoresDrain() {
            outlet(OUTBOX);
            inlet(INBOX, event -> gathered.add(hold(event)));
        }
    }

    /** Wrong: takes a reference of each completion and never gives it back. */
    static final class KeepsCompletions extends Actor {
        KeepsCompletions() {
            inlet(INBOX, event -> {
                Completion completion = event.completion();
                if (completion != null) {
                    completion.retain();
                }
            });
        }
    }

    /** Wrong: ends each completion itself, so that it ends twice. */
    static final class EndsCompletionsTwice extends Actor {
        EndsCompletionsTwice() {
            inlet(INBOX, event -> {
                Completion completion = event.completion();
                if (completion != null) {
                    completion.release();
                }
            });
        }
    }

    /** Wrong: puts events into the queue behind its outlet's back, so that nobody counts them as its own. */
    static final class CooksItsBooks extends Actor {
        private final Outlet outbox = outlet(OUTBOX);

        CooksItsBooks() {
            inlet(INBOX, event -> {
                EventQueue queue = outbox.queue();
                if (queue != null) {
                    queue.producer(0).offer(event);
                    queue.producer(0).publish();
                }
            });
        }
    }

    /** Wrong: begins something and never ends it. */
    static final class NeverReady extends Actor {
        private @Nullable Pending binding;

        @Override
        public void onStart() {
            binding = context().begin("bind 127.0.0.1:1");
        }

        void fail(Throwable cause) {
            if (binding != null) {
                binding.failed(cause);
            }
        }

        void ready() {
            if (binding != null) {
                binding.done();
            }
        }
    }

    /** Wrong: leaves its timer behind. */
    static final class LeavesATimer extends Actor {
        @Override
        public void onStart() {
            context().schedule(Duration.ofDays(1), () -> {});
        }
    }

    /** Wrong: takes no events, and says so to nobody. */
    static final class PausesForEver extends Actor {
        PausesForEver() {
            inlet(INBOX, event -> {});
        }

        @Override
        public void onStart() {
            context().pause();
        }
    }

    /** Wrong: has no end. */
    static final class NeverRests extends Actor {
        private final Outlet outbox = outlet(OUTBOX);
        private static final Event EVENT = Event.of("again");

        NeverRests() {
            source(budget -> {
                outbox.submit(EVENT);
                return 1;
            });
        }
    }

    /** Wrong: hands tasks to itself for ever once it is drained. */
    static final class NeverRestsInItsDrain extends Actor {
        private boolean closed;

        @Override
        public void onDrain() {
            context().home().execute(this::again);
        }

        private void again() {
            if (!closed) {
                context().home().execute(this::again);
            }
        }

        @Override
        public void onClose() {
            closed = true;
        }

        boolean isClosed() {
            return closed;
        }
    }

    /** Warns of each event. */
    static final class Warns extends Actor {
        Warns() {
            inlet(INBOX, event -> context().log().warn("seen {}", event.text()));
        }
    }

    /** Cannot start; counts how often it is closed. */
    static final class CannotStart extends Actor {
        private int closes;

        @Override
        public void onStart() {
            throw new IllegalStateException("port 1 is in use");
        }

        @Override
        public void onClose() {
            closes++;
        }

        int closes() {
            return closes;
        }
    }

    /** Wrong: its close needs what its start makes. */
    static final class ClosesOnlyWhatItStarted extends Actor {
        private @Nullable StringBuilder made;

        @Override
        public void onStart() {
            made = new StringBuilder();
        }

        @Override
        public void onClose() {
            if (made == null) {
                throw new IllegalStateException("nothing was made");
            }
        }
    }

    /** Wrong: its close fails if events are gathered. */
    static final class CannotCloseInTheMidst extends Actor {
        private final Outlet outbox = outlet(OUTBOX);
        private final List<Hold> gathered = new ArrayList<>();

        CannotCloseInTheMidst() {
            inlet(INBOX, event -> gathered.add(hold(event)));
        }

        @Override
        public void onDrain() {
            gathered.forEach(hold -> hold.submit(outbox, hold.event()));
            gathered.clear();
        }

        @Override
        public void onClose() {
            if (!gathered.isEmpty()) {
                throw new IllegalStateException("not drained");
            }
        }
    }

    /** Wrong: sends what it does not know to failed, without saying why. */
    static final class FailsWithoutAReason extends Actor {
        private final Outlet outbox = outlet(OUTBOX);

        FailsWithoutAReason() {
            inlet(INBOX, event -> {
                if (event.text().equals("a")) {
                    outbox.submit(event);
                } else {
                    throw new IllegalStateException();
                }
            });
        }
    }

    /** Wrong: measures time by the time of day, which may go back. */
    static final class MeasuresByTheTimeOfDay extends Actor {
        private final Outlet outbox = outlet(OUTBOX);
        private @Nullable Event last;
        private long lastMillis;

        MeasuresByTheTimeOfDay() {
            inlet(INBOX, this::consume);
        }

        private void consume(Event event) {
            long now = context().now().toEpochMilli();
            if (last != null && now < lastMillis) {
                context().log().warn("time went back");
            }
            last = event;
            lastMillis = now;
            outbox.submit(event);
        }
    }

    /** Right: its queues are those that are connected. */
    static final class Copies extends Actor {
        private final OutletGroup outlets = dynamicOutlets();

        Copies() {
            dynamicInlets(outlets::submitToAll);
        }
    }
}
