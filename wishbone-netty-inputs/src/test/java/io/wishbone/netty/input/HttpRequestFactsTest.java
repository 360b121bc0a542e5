package io.wishbone.netty.input;

import static org.assertj.core.api.Assertions.assertThat;

import io.wishbone.event.Header;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HttpRequestFactsTest {
    private static final RemotePeer PEER = RemotePeer.of(at(4000), at(80));

    private final HttpRequestFacts.Headers headers = new HttpRequestFacts.Headers("web", PEER);

    private static InetSocketAddress at(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    private static HttpRequestFacts of(String path, @Nullable String user) {
        return new HttpRequestFacts("1.1", "POST", path, "a=b", "here", null, "text/plain", "10.0.0.1", user);
    }

    @Test
    void tellWhatIsKnown() {
        Header header = headers.of(of("/events", null));

        assertThat(header.asMap())
                .hasToString("{web={remote_address=127.0.0.1, remote_port=4000, local_port=80, transport=tcp,"
                        + " http_version=1.1, method=POST, path=/events, query=a=b, host=here,"
                        + " content_type=text/plain, client_address=10.0.0.1}}");
    }

    @Test
    void makeOneHeaderForRequestsThatAreAlike() {
        assertThat(headers.of(of("/events", "ann"))).isSameAs(headers.of(of("/events", "ann")));
    }

    @Test
    void makeAnotherOnceSomethingDiffers() {
        Header first = headers.of(of("/events", "ann"));
        Header second = headers.of(of("/events", null));
        Header third = headers.of(of("/others", null));

        assertThat(first.get("web", "user")).isEqualTo("ann");
        assertThat(second.get("web", "user")).isNull();
        assertThat(third.get("web", "path")).isEqualTo("/others");
    }
}
