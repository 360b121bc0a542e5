package io.wishbone.netty.output;

import io.wishbone.actor.Hold;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A request with the events that it carries, until they have ended. <em>Confined to its module's thread.</em> */
final class HttpDelivery {
    private final List<Hold> events;
    private final long sizeBytes;
    private final byte[] body;
    private final long since;
    private HttpRoute route;
    private int attempts;
    private int redirects;
    private boolean mayAuthorize = true;
    private @Nullable HttpAnswer answer;

    /**
     * Makes one that was not tried yet.
     *
     * @param sizeBytes the size of the events
     * @param since when it was made, by the module's clock
     */
    HttpDelivery(HttpRoute route, List<Hold> events, long sizeBytes, byte[] body, long since) {
        this.route = route;
        this.events = events;
        this.sizeBytes = sizeBytes;
        this.body = body;
        this.since = since;
    }

    HttpRoute route() {
        return route;
    }

    byte[] body() {
        return body;
    }

    List<Hold> events() {
        return events;
    }

    long sizeBytes() {
        return sizeBytes;
    }

    /** For how long it waits. */
    long waitNanos(long now) {
        return now - since;
    }

    /** How often it was tried in vain. */
    int attempts() {
        return attempts;
    }

    /** It was tried in vain once more; there may have been an answer. */
    void failed(@Nullable HttpAnswer itsAnswer) {
        attempts++;
        answer = itsAnswer;
    }

    /** The answer that it had last, if it had one. */
    @Nullable HttpAnswer answer() {
        return answer;
    }

    void answer(HttpAnswer last) {
        answer = last;
    }

    /** It is to go elsewhere, which may be on another host; tells how often that was so. */
    int redirect(HttpRoute other, boolean isSameOrigin) {
        route = other;
        mayAuthorize &= isSameOrigin;
        return ++redirects;
    }

    /** Whether the server that it goes to may see credentials. */
    boolean mayAuthorize() {
        return mayAuthorize;
    }
}
