package io.wishbone.netty.output;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How it stands with the connections of an output. <em>Immutable.</em>
 *
 * @param connections how many there are, 0 or more
 * @param since when their number changed last; the output's start if it never did
 * @param lastErrorText what went wrong last with a connection, or null
 * @param lastErrorAt when that was, or null
 */
public record OutputHealth(
        int connections,
        Instant since,
        @Nullable String lastErrorText,
        @Nullable Instant lastErrorAt) {
    /** What went wrong last with a connection, and is not told to be over: look at {@link #connections} for that. */
    public Optional<String> lastError() {
        return Optional.ofNullable(lastErrorText);
    }

    /** How many connections there are, since when. */
    String describe() {
        return (connections == 0 ? "none" : String.valueOf(connections)) + " since " + since;
    }

    /** What went wrong last, and when. */
    Optional<String> describeError() {
        return lastError().map(text -> lastErrorAt + ": " + text);
    }

    OutputHealth connected(int count, Instant now) {
        return new OutputHealth(count, now, lastErrorText, lastErrorAt);
    }

    OutputHealth failed(String what, Instant now) {
        return new OutputHealth(connections, since, what, now);
    }

    long lastErrorSeconds() {
        Instant at = lastErrorAt;
        return at == null ? 0 : at.getEpochSecond();
    }
}
