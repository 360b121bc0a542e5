package io.wishbone.netty.input;

import static io.wishbone.netty.input.Frames.frame;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What clients may not do over HTTP/2, and that others are served all the same. */
class Http2HostileIT {
    private static final Duration USUAL = Duration.ofSeconds(30);
    private static final HttpInputConfig.Times TIMES =
            new HttpInputConfig.Times(USUAL, Duration.ofMillis(300), USUAL, Duration.ofMillis(500), USUAL, USUAL);

    private final HttpRig rig = HttpRig.start(config -> config.times(TIMES));

    @AfterEach
    void othersAreServed() throws Exception {
        try (HttpRig running = rig) {
            assertThat(running.post("/", "fine").statusCode()).isEqualTo(202);
            running.awaitMetric("buffered_bytes", 0);
            assertThat(running.stop().ledger().isBalanced()).isTrue();
        }
    }

    /** Sends as long as the other side takes it, and waits for its end. */
    private void flood(byte[] frames, int times) throws IOException {
        Peer peer = Frames.begin(rig.connect());
        try {
            for (int i = 0; i < times; i++) {
                peer.send(frames);
            }
        } catch (SocketException closed) {
            // What is to be seen.
        }
        peer.awaitEnd();
    }

    @Test
    void streamsThatAreResetAtOnceEndTheConnection() throws Exception {
        Peer peer = Frames.begin(rig.connect());
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int stream = 1; stream < 1000; stream += 2) {
            all.writeBytes(frame(Frames.HEADERS, Frames.END_HEADERS, stream, Frames.POST));
            all.writeBytes(frame(Frames.RST_STREAM, 0, stream, (byte) 0, (byte) 0, (byte) 0, (byte) 8));
        }
        peer.send(all.toByteArray());
        peer.awaitEnd();
        rig.awaitMetric("closed_protocol_total", 1);
        assertThat(rig.metric("requests_total")).isLessThan(300);
    }

    @Test
    void headersThatNeverEndEndTheConnection() throws Exception {
        Peer peer = Frames.begin(rig.connect());
        peer.send(frame(Frames.HEADERS, 0, 1, Frames.POST));
        byte[] more = frame(Frames.CONTINUATION, 0, 1, (byte) 0x40, (byte) 1, (byte) 'a', (byte) 1, (byte) 'b');
        try {
            for (int i = 0; i < 5000; i++) {
                peer.send(more);
            }
        } catch (SocketException closed) {
            // What is to be seen.
        }
        peer.awaitEnd();
        assertThat(rig.metric("closed_protocol_total")).isPositive();
    }

    @Test
    void emptyFramesEndTheConnection() throws Exception {
        Peer peer = Frames.begin(rig.connect());
        peer.send(frame(Frames.HEADERS, Frames.END_HEADERS, 1, Frames.POST));
        try {
            for (int i = 0; i < 100; i++) {
                peer.send(frame(Frames.DATA, 0, 1));
            }
        } catch (SocketException closed) {
            // What is to be seen.
        }
        peer.awaitEnd();
        rig.awaitMetric("closed_protocol_total", 1);
    }

    @Test
    void pingsWhoseAnswersNobodyReadsEndTheConnection() throws Exception {
        Peer peer = Frames.begin(rig.connect());
        byte[] ping = frame(Frames.PING, 0, 0, new byte[8]);
        ByteArrayOutputStream thousand = new ByteArrayOutputStream();
        for (int i = 0; i < 1000; i++) {
            thousand.writeBytes(ping);
        }
        boolean closed = false;
        try {
            for (int i = 0; i < 2000; i++) {
                peer.send(thousand.toByteArray());
            }
        } catch (SocketException expected) {
            closed = true;
        }
        assertThat(closed).isTrue();
        rig.awaitMetric("connections", 0);
    }

    @Test
    void settingsWhoseAnswersNobodyReadsEndTheConnection() throws Exception {
        Peer peer = Frames.begin(rig.connect());
        byte[] settings = frame(Frames.SETTINGS, 0, 0);
        ByteArrayOutputStream thousand = new ByteArrayOutputStream();
        for (int i = 0; i < 1000; i++) {
            thousand.writeBytes(settings);
        }
        boolean closed = false;
        try {
            for (int i = 0; i < 4000; i++) {
                peer.send(thousand.toByteArray());
            }
        } catch (SocketException expected) {
            closed = true;
        }
        assertThat(closed).isTrue();
        rig.awaitMetric("connections", 0);
    }

    @Test
    void connectionsWithoutRequestsAreClosed() throws Exception {
        Frames.begin(rig.connect()).awaitEnd();
        rig.connect().send(Frames.PREFACE.substring(0, 10)).awaitEnd();
        rig.awaitMetric("connections", 0);
        assertThat(rig.metric("closed_idle_total")).isEqualTo(2);
    }

    @Test
    void garbageEndsTheConnection() throws Exception {
        flood(new byte[] {(byte) 0xff, (byte) 0xff, (byte) 0xff, 77, 1, 2, 3, 4, 5, 6, 7}, 1);
        rig.awaitMetric("closed_protocol_total", 1);
    }

    @Test
    void aBodyThatIsShorterThanItsLengthIsNoEvent() throws Exception {
        Peer peer = Frames.begin(rig.connect());
        byte[] length = {(byte) 0x83, (byte) 0x84, (byte) 0x86, 0x41, 0x01, 'h', 0x0f, 0x0d, 0x01, '9'
        }; // content-length: 9
        peer.send(frame(Frames.HEADERS, Frames.END_HEADERS, 1, length));
        peer.send(frame(Frames.DATA, Frames.END_STREAM, 1, (byte) 'x'));
        rig.awaitMetric("connections", 0);
        assertThat(rig.collector.count()).isZero();
    }

    @Test
    void streamsBeyondTheLimitAreRefused() throws Exception {
        Peer peer = Frames.begin(rig.connect());
        for (int stream = 1; stream <= 2 * 150; stream += 2) {
            peer.send(frame(Frames.HEADERS, Frames.END_HEADERS, stream, Frames.POST));
        }
        rig.awaitMetric("requests_total", 100);
        peer.send(frame(Frames.DATA, Frames.END_STREAM, 1, (byte) 'x'));
        rig.awaitEvents(1);
        assertThat(rig.metric("requests_total")).isEqualTo(100);
        peer.close();
        rig.awaitMetric("connections", 0);
    }
}
