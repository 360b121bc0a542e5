package io.wishbone.netty.output;

import java.util.List;

/** Sends events over a long-lived connection to a Unix stream socket of this machine. */
public final class UnixOutput extends StreamOutput {
    private final Target target;

    /** Makes the module; it connects once its router has started. */
    public UnixOutput(UnixOutputConfig config) {
        super(config.stream(), null, 1);
        this.target = new Target.SocketFile(config.path());
    }

    @Override
    List<Target> targets(int lane) {
        return List.of(target);
    }
}
