package io.wishbone.netty.input;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** Who sends a request. <em>Confined to the channel's event loop.</em> */
final class HttpSender {
    private final HttpInput input;
    private final RemotePeer peer;
    private final String version;
    private final @Nullable InetAddress address;
    private final @Nullable RateLimit limit;
    private boolean entered;

    /**
     * Makes one for a request.
     *
     * @param version of HTTP, such as {@code 1.1}
     */
    HttpSender(HttpInput input, RemotePeer peer, String version, HttpRequestHead head) {
        this.input = input;
        this.peer = peer;
        this.version = version;
        HttpForwarding forwarding = input.config().forwarding();
        InetAddress sender = peer.address();
        this.address = sender == null || forwarding.header() == HttpForwarding.Header.NONE
                ? sender
                : forwarding.clientOf(sender, head.headers().getAll(forwarding.field()));
        InetAddress client = address;
        if (client == null || client.equals(sender)) {
            this.limit = input.rateLimitOf(peer);
        } else {
            this.limit = input.enterForwarded(client);
            this.entered = true;
        }
    }

    /** Takes a request if the client keeps to its rate. */
    void take() throws HttpRefusal {
        if (limit == null) {
            return;
        }
        long now = System.nanoTime();
        if (!limit.tryTake(now)) {
            throw HttpRefusal.later(
                    HttpResponseStatus.TOO_MANY_REQUESTS, "too many requests", limit.nanosUntilNext(now));
        }
    }

    /** The request has brought more than one event. */
    void takeFurther(int events) {
        if (limit != null) {
            long now = System.nanoTime();
            for (int i = 0; i < events; i++) {
                limit.take(now);
            }
        }
    }

    /** What events carry of its request. */
    HttpRequestFacts facts(HttpRequestHead head, @Nullable String user) {
        return HttpRequestFacts.of(head, version, address == null ? null : AddressText.of(address), user);
    }

    /** Its request is over. Idempotent. */
    void left() {
        if (entered && address != null) {
            entered = false;
            input.leaveForwarded(address);
        }
    }

    /** How messages name it. */
    @Override
    public String toString() {
        return peer.toString();
    }
}
