package io.wishbone.module.output;

import io.wishbone.actor.Actor;
import io.wishbone.actor.Placement;
import io.wishbone.actor.SharedResources;
import io.wishbone.event.Event;
import io.wishbone.expression.EventFunction;
import io.wishbone.expression.PlainText;
import io.wishbone.protocol.Encoder;
import io.wishbone.protocol.Protocol;
import io.wishbone.protocol.ProtocolContext;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Writes each event as a line to standard output: the prefix, what is selected, and LF.
 *
 * <p>Bytes are written as they are, anything else as UTF-8 text, unless a protocol makes the bytes. Inlet:
 * {@code inbox}; outlets: {@code successful} after an event was flushed, {@code failed} if that failed, as when the
 * reader of a pipe has gone. A stream makes its writer wait, so this module has a thread of its own. Counter:
 * {@code write_errors_total}.
 */
public final class StdoutOutput extends Actor {
    private final EventFunction<String> prefix;
    private final byte @Nullable [] plainPrefix;
    private final Selection selection;
    private final @Nullable Protocol protocol;
    private final OutputStream stream;
    private final LineWriter lines = new LineWriter(heldEvents(), this::write);
    private @Nullable Encoder encoder;
    private boolean broken;

    /** Makes an output to the standard output of this process. */
    public StdoutOutput(StdoutOutputConfig config) {
        // Unlike System.out, it does not hide errors.
        this(config, new FileOutputStream(FileDescriptor.out));
    }

    /**
     * Makes an output to a stream.
     *
     * @param stream where to write to; flushed, never closed; need not be buffered
     */
    public StdoutOutput(StdoutOutputConfig config, OutputStream stream) {
        this.prefix = config.prefix();
        this.plainPrefix = prefix instanceof PlainText plain ? utf8(plain.text()) : null;
        this.selection = Selection.parse(config.selection());
        this.protocol = config.protocol();
        this.stream = stream;
        outlet(SUCCESSFUL);
        inlet(INBOX, this::consume);
    }

    @Override
    public Placement placement(SharedResources shared) {
        return Placement.blocking();
    }

    @Override
    public void onStart() {
        if (protocol != null) {
            encoder = protocol.newEncoder(ProtocolContext.of(context()));
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private void consume(Event event) throws Exception {
        byte[] before = plainPrefix != null ? plainPrefix : utf8(prefix.apply(event));
        lines.add(event, before, encoder == null ? selection.of(event) : encoder.encode(event));
        if (lines.isFull()) {
            writeLines();
        }
    }

    @Override
    public void onBatchEnd() {
        if (!lines.isEmpty()) {
            writeLines();
        }
    }

    private void writeLines() {
        IOException error = lines.write();
        if (error != null) {
            context().counter("write_errors_total").increment();
            if (!broken) {
                context()
                        .log()
                        .error(
                                "cannot write to standard output: {} (is the program that reads it gone?);"
                                        + " events go to \"{}.failed\" until it can be written to again",
                                error.getMessage(),
                                context().name());
            }
        }
        broken = error != null;
    }

    private void write(ByteBuffer bytes) throws IOException {
        stream.write(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
        stream.flush();
        bytes.position(bytes.limit());
    }
}
