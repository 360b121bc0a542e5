package io.wishbone.testkit.chaos;

import static io.wishbone.testkit.chaos.Direction.TO_CLIENT;
import static io.wishbone.testkit.chaos.Direction.TO_UPSTREAM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each fault, as a client and a server with blocking sockets see it. */
class ChaosProxyTest {
    private static final int PATIENCE_MILLIS = 20_000;
    private static final int A_MOMENT_MILLIS = 100;

    private final ServerSocket server = listening();
    private ChaosProxy proxy = ChaosProxy.start(server.getLocalPort(), ChaosSchedule.none());

    private static ServerSocket listening() {
        try {
            return new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void withFaults(Fault... faults) {
        proxy.close();
        proxy = ChaosProxy.start(server.getLocalPort(), ChaosSchedule.onFirst(faults));
    }

    @AfterEach
    void closeAll() throws IOException {
        proxy.close();
        server.close();
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.startsWith("wishbone-chaos"));
    }

    private record Pair(Socket client, Socket upstream) implements AutoCloseable {
        private Socket receiver(Direction direction) {
            return direction == TO_UPSTREAM ? upstream : client;
        }

        private Socket sender(Direction direction) {
            return direction == TO_UPSTREAM ? client : upstream;
        }

        private void send(Direction direction, String text) throws IOException {
            sender(direction).getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        }

        private String read(Direction direction, int bytes) throws IOException {
            return new String(receiver(direction).getInputStream().readNBytes(bytes), StandardCharsets.US_ASCII);
        }

        private String readAll(Direction direction) throws IOException {
            return read(direction, Integer.MAX_VALUE);
        }

        /** Whether nothing comes for a moment. */
        private boolean isQuiet(Direction direction) throws IOException {
            receiver(direction).setSoTimeout(A_MOMENT_MILLIS);
            try {
                receiver(direction).getInputStream().read();
                return false;
            } catch (SocketTimeoutException e) {
                return true;
            } finally {
                receiver(direction).setSoTimeout(PATIENCE_MILLIS);
            }
        }

        @Override
        public void close() throws IOException {
            client.close();
            upstream.close();
        }
    }

    private Pair connect() throws IOException {
        Socket client = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
        Socket upstream = server.accept();
        client.setSoTimeout(PATIENCE_MILLIS);
        upstream.setSoTimeout(PATIENCE_MILLIS);
        return new Pair(client, upstream);
    }

    @ParameterizedTest
    @EnumSource
    void passesOnWhatComesAndTheEndOfIt(Direction direction) throws IOException {
        try (Pair pair = connect()) {
            pair.send(direction, "hello");
            pair.sender(direction).shutdownOutput();

            assertThat(pair.readAll(direction)).isEqualTo("hello");
            assertThat(proxy.bytes(direction)).isEqualTo(5);
            assertThat(proxy.connections()).isEqualTo(1);
            assertThat(proxy.live()).isEqualTo(1);
        }
    }

    @Test
    void passesResetsOn() throws IOException {
        try (Pair pair = connect()) {
            pair.upstream.setSoLinger(true, 0);
            pair.upstream.close();

            assertThatThrownBy(() -> pair.readAll(TO_CLIENT)).isInstanceOf(SocketException.class);
        }
    }

    @ParameterizedTest
    @EnumSource
    void cutsAfterSoManyBytes(Direction direction) throws IOException {
        withFaults(new Fault.Cut(direction, 3));
        try (Pair pair = connect()) {
            pair.send(direction, "abc");

            assertThat(pair.readAll(direction)).isEqualTo("abc");
            assertThat(pair.sender(direction).getInputStream().read()).isEqualTo(-1);
            assertThat(proxy.live()).isZero();
        }
        try (Pair pair = connect()) {
            pair.send(direction, "defg");
            assertThat(pair.read(direction, 4)).isEqualTo("defg");
        }
    }

    @Test
    void losesWhatCameAfterTheCut() throws IOException {
        withFaults(new Fault.Cut(TO_UPSTREAM, 3));
        try (Pair pair = connect()) {
            pair.send(TO_UPSTREAM, "abcdef");

            assertThat(pair.readAll(TO_UPSTREAM)).isEqualTo("abc");
        }
    }

    @Test
    void cutsBeforeTheFirstByte() throws IOException {
        withFaults(new Fault.Cut(TO_CLIENT, 0));
        try (Pair pair = connect()) {
            assertThat(pair.readAll(TO_UPSTREAM)).isEmpty();
            assertThat(pair.readAll(TO_CLIENT)).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void resetsBothSides(Direction direction) throws IOException {
        withFaults(new Fault.Reset(direction, 3));
        try (Pair pair = connect()) {
            pair.send(direction, "abc");

            assertThatThrownBy(() -> pair.readAll(TO_CLIENT)).isInstanceOf(SocketException.class);
            assertThatThrownBy(() -> pair.readAll(TO_UPSTREAM)).isInstanceOf(SocketException.class);
        }
    }

    @ParameterizedTest
    @EnumSource
    void endsOneDirectionAndNotTheOther(Direction direction) throws IOException {
        Direction other = direction == TO_UPSTREAM ? TO_CLIENT : TO_UPSTREAM;
        withFaults(new Fault.HalfClose(direction, 3, direction));
        try (Pair pair = connect()) {
            pair.send(direction, "abcdef");

            assertThat(pair.readAll(direction)).isEqualTo("abc");
            pair.send(other, "still here");
            assertThat(pair.read(other, 10)).isEqualTo("still here");
        }
    }

    @Test
    void endsTheOtherDirectionThanTheOneThatItCounts() throws IOException {
        withFaults(new Fault.HalfClose(TO_UPSTREAM, 3, TO_CLIENT));
        try (Pair pair = connect()) {
            pair.send(TO_UPSTREAM, "abcdef");

            assertThat(pair.readAll(TO_CLIENT)).isEmpty();
            assertThat(pair.read(TO_UPSTREAM, 6)).isEqualTo("abcdef");
            pair.send(TO_CLIENT, "for nobody");
            pair.send(TO_UPSTREAM, "gh");
            assertThat(pair.read(TO_UPSTREAM, 2)).isEqualTo("gh");
            pair.client.shutdownOutput();
            assertThat(pair.readAll(TO_UPSTREAM)).isEmpty();
        }
    }

    @Test
    void standsStillForATime() throws IOException {
        withFaults(new Fault.Stall(TO_UPSTREAM, 3, EnumSet.allOf(Direction.class), Duration.ofDays(1)));
        try (Pair pair = connect()) {
            pair.send(TO_UPSTREAM, "abcdef");
            assertThat(pair.read(TO_UPSTREAM, 3)).isEqualTo("abc");
            pair.send(TO_CLIENT, "back");

            assertThat(pair.isQuiet(TO_UPSTREAM)).isTrue();
            assertThat(pair.isQuiet(TO_CLIENT)).isTrue();
        }
    }

    @Test
    void goesOnAfterAStall() throws IOException {
        withFaults(new Fault.Stall(TO_UPSTREAM, 3, EnumSet.allOf(Direction.class), Duration.ofMillis(20)));
        try (Pair pair = connect()) {
            pair.send(TO_UPSTREAM, "abcdef");
            pair.send(TO_CLIENT, "back");

            assertThat(pair.read(TO_CLIENT, 4)).isEqualTo("back");
            assertThat(pair.read(TO_UPSTREAM, 6)).isEqualTo("abcdef");
        }
    }

    @ParameterizedTest
    @EnumSource
    void standsStillUntilItIsTold(Direction direction) throws IOException {
        Direction other = direction == TO_UPSTREAM ? TO_CLIENT : TO_UPSTREAM;
        try (Pair pair = connect()) {
            proxy.stall(direction);
            pair.send(direction, "abc");
            pair.send(other, "def");
            assertThat(pair.read(other, 3)).isEqualTo("def");
            assertThat(pair.isQuiet(direction)).isTrue();

            proxy.resume(direction);
            assertThat(pair.read(direction, 3)).isEqualTo("abc");
        }
    }

    @Test
    void closesWhileItStandsStill() throws IOException {
        withFaults(new Fault.Stall(TO_UPSTREAM, 0, Set.of(TO_UPSTREAM), Duration.ofDays(1)));
        try (Pair pair = connect()) {
            proxy.stall(TO_CLIENT);
            pair.send(TO_UPSTREAM, "abc");
            pair.send(TO_CLIENT, "abc");
            proxy.close();

            assertThatThrownBy(() -> pair.readAll(TO_CLIENT)).isInstanceOf(SocketException.class);
        }
    }

    @Test
    void losesNothingInSegmentsOfOneByte() throws IOException {
        withFaults(Fault.Slow.oneByte(TO_UPSTREAM, 2, 3));
        try (Pair pair = connect()) {
            pair.client.setTcpNoDelay(true);
            pair.send(TO_UPSTREAM, "abcdefgh");

            assertThat(pair.read(TO_UPSTREAM, 8)).isEqualTo("abcdefgh");
        }
    }

    @Test
    void losesNothingInADripOrADelay() throws IOException {
        withFaults(
                Fault.Slow.drip(TO_UPSTREAM, 0, 50, 10, Duration.ofMillis(1)),
                Fault.Slow.delay(TO_CLIENT, 0, Long.MAX_VALUE, Duration.ofMillis(1)));
        String text = "0123456789".repeat(10);
        try (Pair pair = connect()) {
            pair.send(TO_UPSTREAM, text);
            assertThat(pair.read(TO_UPSTREAM, 100)).isEqualTo(text);
            pair.send(TO_CLIENT, text);
            assertThat(pair.read(TO_CLIENT, 100)).isEqualTo(text);
        }
    }

    @Test
    void aSlowConnectionIsCutInTheMiddleOfASegment() throws IOException {
        withFaults(Fault.Slow.drip(TO_UPSTREAM, 0, 50, 10, Duration.ofMillis(1)), new Fault.Cut(TO_UPSTREAM, 15));
        try (Pair pair = connect()) {
            pair.send(TO_UPSTREAM, "0123456789".repeat(10));

            assertThat(pair.readAll(TO_UPSTREAM)).isEqualTo("012345678901234");
        }
    }

    @Test
    void breaksAllConnectionsWhenItIsTold() throws IOException {
        try (Pair pair = connect()) {
            proxy.cut();
            assertThat(pair.readAll(TO_CLIENT)).isEmpty();
            assertThat(pair.readAll(TO_UPSTREAM)).isEmpty();
        }
        try (Pair pair = connect()) {
            proxy.reset();
            assertThatThrownBy(() -> pair.readAll(TO_CLIENT)).isInstanceOf(SocketException.class);
        }
        try (Pair pair = connect()) {
            proxy.halfClose(TO_CLIENT);
            assertThat(pair.readAll(TO_CLIENT)).isEmpty();
            pair.send(TO_UPSTREAM, "abc");
            assertThat(pair.read(TO_UPSTREAM, 3)).isEqualTo("abc");
            pair.client.close();
            assertThat(pair.readAll(TO_UPSTREAM)).isEmpty();
        }
    }

    @Test
    void refusesConnectionsWhileItIsToldTo() throws IOException {
        proxy.refuse(true);
        try (Socket refused = new Socket(InetAddress.getLoopbackAddress(), proxy.port())) {
            assertThatThrownBy(() -> refused.getInputStream().read()).isInstanceOf(SocketException.class);
        } catch (SocketException e) {
            // The reset may come before the connection is known to be made.
        }
        proxy.refuse(false);
        try (Pair pair = connect()) {
            pair.send(TO_UPSTREAM, "abc");
            assertThat(pair.read(TO_UPSTREAM, 3)).isEqualTo("abc");
        }
        assertThat(proxy.connections()).isEqualTo(1);
    }

    @Test
    void passesLaterConnectionsOnToAnotherUpstream() throws IOException {
        try (ServerSocket other = listening()) {
            proxy.upstream(other.getLocalPort());
            try (Socket client = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
                    Socket upstream = other.accept()) {
                client.getOutputStream().write('x');

                assertThat(upstream.getInputStream().read()).isEqualTo('x');
            }
        }
    }

    @Test
    void closesTwice() {
        proxy.close();
        proxy.close();

        assertThat(proxy.live()).isZero();
    }
}
