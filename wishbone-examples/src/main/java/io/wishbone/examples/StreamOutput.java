package io.wishbone.examples;

import io.wishbone.actor.Actor;
import io.wishbone.actor.HeldEvents;
import io.wishbone.actor.Placement;
import io.wishbone.actor.SharedResources;
import io.wishbone.event.Event;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * A module of one's own: writes each event as a line to a stream, and flushes once a batch.
 *
 * <p>Inlet: {@code inbox}; outlets: {@code successful} after the flush, {@code failed} if it failed. A stream makes its
 * writer wait, so this module asks for a thread of its own.
 */
public final class StreamOutput extends Actor {
    private final OutputStream stream;
    private final HeldEvents unflushed = heldEvents();

    /**
     * Makes the module.
     *
     * @param stream where to write to; flushed but never closed
     */
    public StreamOutput(OutputStream stream) {
        this.stream = stream;
        outlet(SUCCESSFUL);
        inlet(INBOX, this::write);
    }

    /** An output to standard output; unlike {@code System.out}, it does not hide errors. */
    public static StreamOutput stdout() {
        return new StreamOutput(new BufferedOutputStream(new FileOutputStream(FileDescriptor.out)));
    }

    @Override
    public Placement placement(SharedResources shared) {
        return Placement.blocking();
    }

    private void write(Event event) throws IOException {
        stream.write(event.data() instanceof byte[] bytes ? bytes : event.text().getBytes(StandardCharsets.UTF_8));
        stream.write('\n');
        unflushed.add(event);
    }

    @Override
    public void onBatchEnd() {
        if (unflushed.isEmpty()) {
            return;
        }
        try {
            stream.flush();
            while (!unflushed.isEmpty()) {
                unflushed.succeedFirst();
            }
        } catch (IOException e) {
            while (!unflushed.isEmpty()) {
                unflushed.failFirst(e, 1);
            }
        }
    }
}
