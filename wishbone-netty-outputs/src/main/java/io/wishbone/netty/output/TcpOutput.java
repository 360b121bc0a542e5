package io.wishbone.netty.output;

import io.wishbone.netty.output.TcpOutputConfig.Strategy;
import java.time.Duration;
import java.util.List;

/**
 * Sends events over long-lived TCP connections: one, to the first of its endpoints that can be connected to, or one to
 * each.
 *
 * <p>With TLS there is a connection once the handshake is done. A buffer then is about as long as a record of TLS, and
 * an event counts as flushed when the record with its last byte was.
 */
public final class TcpOutput extends StreamOutput {
    private final TcpOutputConfig config;

    /** Makes the module; it connects once its router has started. */
    public TcpOutput(TcpOutputConfig config) {
        super(
                config.stream(),
                config.tls(),
                hasLaneForEach(config) ? config.endpoints().size() : 1);
        this.config = config;
    }

    private static boolean hasLaneForEach(TcpOutputConfig config) {
        return config.strategy() == Strategy.ROUND_ROBIN;
    }

    @Override
    List<Target> targets(int lane) {
        List<Endpoint> endpoints =
                hasLaneForEach(config) ? List.of(config.endpoints().get(lane)) : config.endpoints();
        return endpoints.stream()
                .<Target>map(endpoint -> new Target.Port(endpoint, config.keepAlive()))
                .toList();
    }

    @Override
    Duration failBack() {
        return config.failBack();
    }
}
