package io.wishbone.cli;

import io.wishbone.event.Completion;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** What became of the events of a replay. <em>Thread-safe.</em> */
final class ReplayTally {
    private final AtomicLong replayed = new AtomicLong();
    private final AtomicLong delivered = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final AtomicReference<Completion.@Nullable Failure> firstFailure = new AtomicReference<>();
    private final AtomicReference<@Nullable String> readError = new AtomicReference<>();
    private final CountDownLatch fed = new CountDownLatch(1);

    /** A completion for one more event, with one reference. */
    Completion begin() {
        replayed.incrementAndGet();
        return Completion.create(this::ended);
    }

    private void ended(Completion.@Nullable Failure failure) {
        if (failure == null) {
            delivered.incrementAndGet();
        } else {
            firstFailure.compareAndSet(null, failure);
            failed.incrementAndGet();
        }
    }

    /** The last event was submitted. */
    void allFed() {
        fed.countDown();
    }

    /** Nothing more can be read. */
    void cannotRead(String why) {
        readError.compareAndSet(null, why);
        allFed();
    }

    CountDownLatch fed() {
        return fed;
    }

    Optional<String> readError() {
        return Optional.ofNullable(readError.get());
    }

    Optional<Completion.Failure> firstFailure() {
        return Optional.ofNullable(firstFailure.get());
    }

    long replayed() {
        return replayed.get();
    }

    long delivered() {
        return delivered.get();
    }

    long failed() {
        return failed.get();
    }

    /** Of how many events it is known what became of them. */
    long ended() {
        return delivered() + failed();
    }
}
