package io.wishbone.netty.codec;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.ReferenceCounted;
import io.wishbone.event.Event;
import io.wishbone.event.Header;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes events of what a codec's last handler emits. <em>Thread-safe</em> if what it reports to is.
 *
 * <p>An {@link Event} keeps its data, its completion and its header, to which the input's own entries are added, and
 * count where both have the same; the data of a {@link ByteBuf} is its bytes; any other object is the data itself. An
 * object that must be released, such as a {@code ByteBufHolder}, is refused, since no event may hold one.
 */
public final class CodecMessages {
    /** The counter of an input's refused objects. */
    public static final String REFUSED_TOTAL = "codec_refused_total";

    private final String module;
    private final LongAdder refused;
    private final Consumer<String> report;

    /**
     * Makes one for an input.
     *
     * @param module the name of the input, under which its header entries are
     * @param refused counts what is refused; the input's counter {@link #REFUSED_TOTAL}
     * @param report told why, for each; it is up to the input how often it logs that
     */
    public CodecMessages(String module, LongAdder refused, Consumer<String> report) {
        this.module = module;
        this.refused = refused;
        this.report = report;
    }

    /**
     * The event of an object, which is taken over: it is released where that is needed.
     *
     * @param header the header of the input's events
     * @return null if the object was refused
     */
    public @Nullable Event event(Object message, Header header) {
        if (message instanceof Event event) {
            return withEntries(event, header);
        }
        if (message instanceof ByteBuf buffer) {
            try {
                return Event.of(ByteBufUtil.getBytes(buffer), header);
            } finally {
                buffer.release();
            }
        }
        if (message instanceof ReferenceCounted) {
            refuse(message);
            return null;
        }
        return Event.of(message, header);
    }

    private Event withEntries(Event event, Header header) {
        Map<String, Object> entries = header.asMap().get(module);
        return entries == null ? event : event.withHeader(event.header().with(module, entries));
    }

    private void refuse(Object message) {
        String type = message.getClass().getSimpleName();
        try {
            ReferenceCountUtil.release(message);
        } finally {
            refused.increment();
            report.accept("the codec emitted a " + type + ", which holds memory that must be released"
                    + " (expected: its bytes as a ByteBuf or byte[], an Event, or any object that needs no release)");
        }
    }
}
