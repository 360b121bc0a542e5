package io.wishbone.netty.input;

import io.wishbone.event.Header;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a connection has done, told at the outlet {@code connections}. <em>Confined to the channel's event loop.</em>
 */
final class ConnectionStory {
    private static final double NANOS_PER_SECOND = 1e9;

    private final StreamInput input;
    private final LoopIntake intake;
    private final long number;
    private final long began = System.nanoTime();
    private long receivedBytes;
    private long messages;
    private String reason = "peer";
    private boolean opened;

    ConnectionStory(StreamInput input, LoopIntake intake, long number) {
        this.input = input;
        this.intake = intake;
        this.number = number;
    }

    void received(int bytes) {
        receivedBytes += bytes;
    }

    /** As {@link #received}; tells whether nothing had come before. */
    boolean receivedFirst(int bytes) {
        boolean isFirst = receivedBytes == 0;
        received(bytes);
        return isFirst;
    }

    void message() {
        if (messages++ == 0) {
            input.served();
        }
    }

    /** How many messages came. */
    long messages() {
        return messages;
    }

    /** Why it is going to be closed; the first reason counts, and none means that the peer closes. */
    void closing(String why) {
        if (reason.equals("peer")) {
            reason = why;
        }
    }

    /** Messages can be read from now on. */
    void opened(Header header) {
        opened = true;
        if (input.tellsOfConnections()) {
            Map<String, Object> what = new LinkedHashMap<>();
            what.put("event", "opened");
            what.put("connection", number);
            input.tell(intake, what, header);
        }
    }

    /** It has ended; not told if no message could ever be read, since nobody was told that it began. */
    void closed(Header header) {
        if (opened && input.tellsOfConnections()) {
            Map<String, Object> what = new LinkedHashMap<>();
            what.put("event", "closed");
            what.put("connection", number);
            what.put("reason", reason);
            what.put("seconds", (System.nanoTime() - began) / NANOS_PER_SECOND);
            what.put("messages", messages);
            what.put("bytes", receivedBytes);
            input.tell(intake, what, header);
        }
    }
}
