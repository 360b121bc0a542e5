package io.wishbone.protocol;

import io.wishbone.actor.ModuleContext;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * What decoders and encoders know of where they work. <em>Thread-safe.</em>
 *
 * @param module the name of the module that they work for, under which they note what they have to say in headers
 * @param clock the time of day
 * @param nanoTime the time in nanoseconds from an arbitrary origin, which never goes back
 * @param counters gives the module's counter of a name
 */
public record ProtocolContext(
        String module, InstantSource clock, LongSupplier nanoTime, Function<String, LongAdder> counters) {
    public ProtocolContext {
        Objects.requireNonNull(module, "module");
        Objects.requireNonNull(clock, "clock");
        Objects.requireNonNull(nanoTime, "nanoTime");
        Objects.requireNonNull(counters, "counters");
    }

    /** That of a module on its router. */
    public static ProtocolContext of(ModuleContext module) {
        return new ProtocolContext(module.name(), module::now, module::nanoTime, module::counter);
    }

    /** The time of day. */
    public Instant now() {
        return clock.instant();
    }

    /** The module's counter of a name, such as {@code dropped_chunks_total}. */
    public LongAdder counter(String name) {
        return counters.apply(name);
    }
}
