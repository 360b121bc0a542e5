package io.wishbone.netty.output;

import static org.assertj.core.api.Assertions.assertThat;

import io.wishbone.netty.EventLoops;
import io.wishbone.netty.Transport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What may go wrong before there is a connection. */
class ConnectingIT {
    @Test
    void goesOnOnceANameCanBeResolvedAgain() throws Exception {
        AtomicBoolean isKnown = new AtomicBoolean();
        EventLoops loops = EventLoops.create(Transport.best(), 1).resolvingBy(host -> {
            if (!isKnown.get()) {
                throw new UnknownHostException(host);
            }
            return new InetAddress[] {InetAddress.getLoopbackAddress()};
        });
        try (FakePeer peer = FakePeer.reading();
                Rig rig = Rig.start(
                        loops,
                        "archive.example:" + Endpoint.parse(peer.endpoint()).port(),
                        UnaryOperator.identity())) {
            rig.feeder.feed(3, number -> number);
            rig.awaitMetric("connections_failed_total", 2);
            assertThat(rig.warnings().get(0)).contains("archive.example").contains("the name cannot be resolved");

            isKnown.set(true);
            rig.awaitSuccessful(3);
            assertThat(rig.failed.events()).isEmpty();
        }
    }

    @Test
    void triesAgainAfterAnAttemptThatTakesTooLong() throws Exception {
        try (ServerSocket deaf = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            // Where the line of those who wait to be accepted is full, the kernel answers no more.
            List<Socket> waiting = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                waiting.add(new Socket(deaf.getInetAddress(), deaf.getLocalPort()));
            }
            try (Rig rig = Rig.start(
                    "127.0.0.1:" + deaf.getLocalPort(), config -> config.connectTimeout(Duration.ofMillis(100)))) {
                rig.feeder.feed(1, number -> number);
                rig.awaitMetric("connections_failed_total", 2);
                assertThat(rig.warnings().get(0)).contains("cannot connect to").contains("timed out");

                for (Socket socket : waiting) {
                    socket.close();
                }
                Thread accepting = new Thread(() -> acceptAll(deaf), "wishbone-test-accept");
                accepting.start();
                rig.awaitSuccessful(1);
            }
        }
    }

    private static void acceptAll(ServerSocket server) {
        try {
            while (!server.isClosed()) {
                Socket accepted = server.accept();
                accepted.setTcpNoDelay(true);
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }
}
