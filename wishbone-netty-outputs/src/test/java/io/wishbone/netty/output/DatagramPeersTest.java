package io.wishbone.netty.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.PortUnreachableException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NotYetConnectedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which errors are of one datagram, and which of the way to the peer. */
class DatagramPeersTest {
    private static final UdpPeer UDP = new UdpPeer(new Endpoint("h", 514), UdpOutputConfig.Multicast.DEFAULT);
    private static final UnixDatagramPeer UNIX = new UnixDatagramPeer("/dev/log");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sendToAddress(..) failed with error(-101): Network is unreachable",
                "sendmmsg(..) failed with error(-100): Network is down",
                "No route to host",
                "sendmmsg(..) failed with error(-105): No buffer space available"
            })
    void waitsWhileThisHostHasNoNetwork(String message) {
        assertThat(UDP.isGone(new IOException(message))).isTrue();
    }

    @Test
    void waitsForAnotherSocket() {
        assertThat(UDP.isGone(new ClosedChannelException())).isTrue();
        assertThat(UDP.isGone(new NoRouteToHostException())).isTrue();
        assertThat(UNIX.isGone(new ClosedChannelException())).isTrue();
        assertThat(UNIX.isGone(new NotYetConnectedException())).isTrue();
        assertThat(UNIX.isGone(new IOException("send(..) failed with error(-111): Connection refused")))
                .isTrue();
    }

    @Test
    void givesUpASingleDatagram() {
        assertThat(UDP.isGone(new PortUnreachableException())).isFalse();
        assertThat(UDP.isGone(new IOException("sendmmsg(..) failed with error(-111): Connection refused")))
                .isFalse();
        assertThat(UDP.isGone(new IOException("Message too long"))).isFalse();
        assertThat(UNIX.isGone(new IOException("send(..) failed with error(-90): Message too long")))
                .isFalse();
    }

    @Test
    void saysWhatIsWrong() {
        assertThat(UDP.explain(new IOException("Connection refused")))
                .isInstanceOf(PortUnreachableException.class)
                .hasMessage("nobody listens on h:514, its host tells");
        assertThat(UDP.explain(new ConnectException("connect(..) failed: Network is unreachable")))
                .hasMessage("connect(..) failed: Network is unreachable");
        assertThat(UNIX.explain(new FileNotFoundException())).hasMessage("there is no socket /dev/log");
        assertThat(UNIX.explain(new ConnectException("connect(..) failed with error(-111): Connection refused")))
                .hasMessage("nobody listens on /dev/log");
        assertThat(UNIX.explain(
                        new ConnectException("connect(..) failed with error(-91): Protocol wrong type for socket")))
                .hasMessage("/dev/log is a socket of another type (expected: one of datagrams)");
        assertThat(UNIX.explain(new IOException("Permission denied"))).hasMessage("Permission denied");
    }
}
