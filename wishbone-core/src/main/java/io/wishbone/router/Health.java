package io.wishbone.router;

import java.util.Objects;

/**
 * Whether a router does its work, and if not, why. <em>Immutable.</em>
 *
 * @param isReady whether it has started, does not stop, and none of its modules threw an {@link Error}
 * @param reason what keeps it from being ready, for a person; {@code ready} if nothing does
 */
public record Health(boolean isReady, String reason) {
    public Health {
        Objects.requireNonNull(reason, "reason");
    }
}
