package io.wishbone.module.flow;

import io.wishbone.module.Argument;
import io.wishbone.module.ArgumentType;
import io.wishbone.module.ModuleType;

/** Declares {@code wishbone.flow.lockbuffer}. */
final class LockBufferType {
    private static final Argument<Integer> SIZE = Argument.defaulted(
            "size",
            ArgumentType.integer(1, Checks.MOST_REMEMBERED),
            "100",
            "how many events it keeps while it is locked; then what feeds it waits");
    private static final Argument<Long> MAX_BYTES = Argument.defaulted(
            "max_bytes", ArgumentType.size(1, LockBufferConfig.MOST_BYTES), "4MiB", "how many bytes it keeps");
    private static final Argument<Boolean> LOCKED =
            Argument.defaulted("locked", ArgumentType.flag(), "false", "whether it is locked at first");

    /** The kind of module. */
    static final ModuleType TYPE = ModuleType.builder("wishbone.flow.lockbuffer")
            .summary("Lets events pass, but keeps them while it is locked.")
            .arguments(SIZE, MAX_BYTES, LOCKED)
            .queue("inbox", "what to let pass")
            .queue("lock", "control events, whose text is lock or unlock")
            .queue("outbox", "the same events, in order")
            .create(arguments -> new LockBuffer(
                    new LockBufferConfig(arguments.get(SIZE), arguments.get(MAX_BYTES), arguments.get(LOCKED))));

    private LockBufferType() {}
}
