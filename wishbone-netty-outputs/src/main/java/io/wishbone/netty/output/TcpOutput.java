package io.wishbone.netty.output;

import io.wishbone.actor.Actor;
import io.wishbone.actor.HeldEvents;
import io.wishbone.actor.ModuleContext;
import io.wishbone.actor.Placement;
import io.wishbone.actor.SharedResources;
import io.wishbone.event.Event;
import io.wishbone.netty.EventLoopHome;
import io.wishbone.netty.EventLoops;
import io.wishbone.netty.output.TcpOutputConfig.Strategy;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Sends events over one long-lived TCP connection.
 *
 * <p>Each event's data, bytes as they are and anything else as UTF-8 text unless a protocol makes the bytes, is framed
 * so that the receiver can tell them apart; see {@link io.wishbone.netty.framing.Framing}. A codec does both by Netty
 * handlers of one's own, and an event that they refuse goes to {@code failed}. Inlet: {@code inbox}; outlets:
 * {@code successful} after an event's bytes were flushed to the kernel, {@code failed} after {@code max_attempts}
 * connections. While there is no connection events wait, in a window here and then in the queue, and connecting goes on
 * in the background. What was not wholly flushed when a connection broke is written again on the next one. A flush says
 * nothing of the peer's application: what the kernel had taken when the peer died may be lost.
 *
 * <p>With TLS there is a connection once the handshake is done. A buffer then is about as long as a record of TLS, and
 * an event counts as sent when the record with its last byte was flushed.
 *
 * <p>Counters: {@code connections_total}, {@code connections_failed_total}, {@code connections_lost_total},
 * {@code rewritten_total}, {@code tls_reloads_total}; gauge: {@code connected}.
 */
public final class TcpOutput extends Actor {
    private final TcpOutputConfig config;
    private final OutputTls tls;
    private final List<HeldEvents> held;
    private final List<Lane> lanes = new ArrayList<>();
    private @Nullable EventLoops loops;
    private @Nullable EventLoopHome home;
    private int next;
    private boolean paused;
    private volatile int connected;

    /** Makes the module; it connects once its router has started. */
    public TcpOutput(TcpOutputConfig config) {
        this.config = config;
        this.tls = new OutputTls(config);
        outlet(SUCCESSFUL);
        inlet(INBOX, this::consume);
        List<HeldEvents> keepers = new ArrayList<>();
        for (int lane = 0; lane < laneCount(); lane++) {
            keepers.add(heldEvents());
        }
        held = List.copyOf(keepers);
    }

    private int laneCount() {
        return config.strategy() == Strategy.ROUND_ROBIN ? config.endpoints().size() : 1;
    }

    @Override
    public Placement placement(SharedResources shared) {
        EventLoops serving = EventLoops.orShared(config.eventLoops(), shared);
        loops = serving;
        EventLoopHome chosen = serving.nextHome();
        home = chosen;
        return Placement.on(chosen);
    }

    /** Whether there is a connection. Any thread. */
    public boolean isConnected() {
        return connected > 0;
    }

    @Override
    public void onStart() {
        context().gauge("connected", () -> connected);
        MessageEncoder encoder = new MessageEncoder(config, context());
        held.forEach(keeper -> lanes.add(new Lane(this, config, keeper, encoder)));
        EventLoops serving = Objects.requireNonNull(loops, "loops");
        tls.start(context(), serving, () -> startLanes(serving));
    }

    private void startLanes(EventLoops serving) {
        EventLoopHome loop = Objects.requireNonNull(home, "home");
        for (int i = 0; i < lanes.size(); i++) {
            Lane lane = lanes.get(i);
            List<Endpoint> endpoints = lanes.size() == 1
                    ? config.endpoints()
                    : List.of(config.endpoints().get(i));
            lane.start(new LaneConnector(lane, endpoints, config, context(), serving, loop, tls));
        }
    }

    // ---- writing ----

    private void consume(Event event) {
        if (lanes.size() == 1) {
            lanes.get(0).add(event);
        } else {
            nextLane().add(event);
        }
    }

    /** By turns, those first that are connected and take events, then those that have room. */
    private Lane nextLane() {
        Lane withRoom = null;
        for (int i = 0; i < lanes.size(); i++) {
            Lane lane = lanes.get((next + i) % lanes.size());
            if (lane.isConnected() && !lane.isFull()) {
                next = (next + i + 1) % lanes.size();
                return lane;
            }
            if (withRoom == null && (connected > 0 ? lane.isConnected() : !lane.isFull())) {
                withRoom = lane;
            }
        }
        next = (next + 1) % lanes.size();
        return withRoom == null ? lanes.get(next) : withRoom;
    }

    @Override
    public void onBatchEnd() {
        lanes.forEach(Lane::writePending);
    }

    // ---- what lanes tell ----

    ModuleContext module() {
        return context();
    }

    /** A lane has a connection now, or has lost it: what waits there goes on where there is one. */
    void connectionChanged() {
        connected = (int) lanes.stream().filter(Lane::isConnected).count();
        if (connected > 0 && lanes.size() > 1) {
            for (Lane lane : lanes) {
                if (!lane.isConnected() && !lane.held().isEmpty()) {
                    nextConnected(lane);
                }
            }
        }
        pauseOrResume();
    }

    private void nextConnected(Lane from) {
        for (Lane lane : lanes) {
            if (lane.isConnected()) {
                from.moveTo(lane);
                lane.writePending();
                return;
            }
        }
    }

    /** Takes nothing while no lane that has a connection does, or, if none has, no lane at all. */
    void pauseOrResume() {
        boolean mustPause = lanes.stream().allMatch(lane -> lane.isFull() || (connected > 0 && !lane.isConnected()));
        if (mustPause && !paused) {
            context().pause();
        } else if (!mustPause && paused) {
            context().resume();
        }
        paused = mustPause;
    }

    @Override
    public void onClose() {
        lanes.forEach(Lane::close);
        tls.close();
    }
}
