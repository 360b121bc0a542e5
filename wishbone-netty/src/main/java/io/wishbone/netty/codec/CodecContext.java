package io.wishbone.netty.codec;

import io.wishbone.actor.ModuleContext;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;

/**
 * What a codec may want to know of where its handlers work. <em>Thread-safe.</em>
 *
 * @param module the name of the module that the channel belongs to
 * @param isInput whether that makes events of what comes in; if not, it sends events
 * @param isDatagram whether the channel is a datagram socket, which hands {@code DatagramPacket}s to the handlers, and
 *     not a connection
 * @param counters gives the module's counter of a name
 */
public record CodecContext(String module, boolean isInput, boolean isDatagram, Function<String, LongAdder> counters) {
    public CodecContext {
        Objects.requireNonNull(module, "module");
        Objects.requireNonNull(counters, "counters");
    }

    /** That of an input on its router. */
    public static CodecContext ofInput(ModuleContext module, boolean isDatagram) {
        return new CodecContext(module.name(), true, isDatagram, module::counter);
    }

    /** That of an output on its router. */
    public static CodecContext ofOutput(ModuleContext module, boolean isDatagram) {
        return new CodecContext(module.name(), false, isDatagram, module::counter);
    }

    /** The module's counter of a name, such as {@code bad_checksums_total}. */
    public LongAdder counter(String name) {
        return counters.apply(name);
    }
}
