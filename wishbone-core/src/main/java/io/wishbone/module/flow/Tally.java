package io.wishbone.module.flow;

import io.wishbone.actor.ModuleContext;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A counter of a module, looked up once. <em>Confined to its module's thread.</em> */
final class Tally {
    private final Supplier<ModuleContext> context;
    private final String name;
    private @Nullable LongAdder counter;

    Tally(Supplier<ModuleContext> context, String name) {
        this.context = context;
        this.name = name;
    }

    void increment() {
        LongAdder known = counter;
        if (known == null) {
            known = context.get().counter(name);
            counter = known;
        }
        known.increment();
    }
}
