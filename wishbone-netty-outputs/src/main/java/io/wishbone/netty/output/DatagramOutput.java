package io.wishbone.netty.output;

import io.wishbone.actor.Actor;
import io.wishbone.actor.HeldEvents;
import io.wishbone.actor.Placement;
import io.wishbone.actor.SharedResources;
import io.wishbone.event.Event;
import io.wishbone.netty.EventLoopHome;
import io.wishbone.netty.EventLoops;
import io.wishbone.protocol.Encoder;
import io.wishbone.protocol.Protocol;
import io.wishbone.protocol.ProtocolContext;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What outputs of datagrams have in common: events become messages, go to the peers by turns, and wait while no socket
 * takes them.
 */
abstract class DatagramOutput extends Actor {
    private final DatagramOutputConfig settings;
    private final DatagramSizing sizing;
    private final List<? extends DatagramPeer> peers;
    private final List<HeldEvents> held;
    private final List<DatagramLane> lanes = new ArrayList<>();
    private @Nullable EventLoops loops;
    private @Nullable EventLoopHome home;
    private @Nullable Encoder encoder;
    private int next;
    private boolean paused;
    private final HealthReport health = new HealthReport();
    private volatile int connected;

    DatagramOutput(DatagramOutputConfig settings, List<? extends DatagramPeer> peers) {
        this.settings = settings;
        this.sizing = settings.sizing();
        this.peers = peers;
        outlet(SUCCESSFUL);
        inlet(INBOX, this::consume);
        List<HeldEvents> keepers = new ArrayList<>();
        peers.forEach(peer -> keepers.add(heldEvents()));
        this.held = List.copyOf(keepers);
    }

    @Override
    public Placement placement(SharedResources shared) {
        EventLoops serving = EventLoops.orShared(settings.eventLoops(), shared);
        loops = serving;
        EventLoopHome chosen = serving.nextHome();
        home = chosen;
        return Placement.on(chosen);
    }

    /** Fails if the transport has no such sockets. */
    void checkTransport(EventLoops serving) {}

    @Override
    public void onStart() {
        EventLoops serving = Objects.requireNonNull(loops, "loops");
        EventLoopHome loop = Objects.requireNonNull(home, "home");
        checkTransport(serving);
        health.start(context());
        Protocol protocol = settings.protocol();
        if (protocol != null) {
            encoder = protocol.newEncoder(ProtocolContext.of(context()));
        }
        for (int i = 0; i < peers.size(); i++) {
            lanes.add(new DatagramLane(this, peers.get(i), settings, context(), held.get(i)));
        }
        for (int i = 0; i < peers.size(); i++) {
            DatagramLane lane = lanes.get(i);
            lane.start(new DatagramConnector(lane, peers.get(i), settings, context(), serving, loop));
        }
    }

    private void consume(Event event) throws Exception {
        byte[] message = settings.codec() == null ? messageOf(event) : null;
        (lanes.size() == 1 ? lanes.get(0) : nextLane()).add(event, message);
        if (isFull()) {
            pauseOrResume();
        }
    }

    private byte[] messageOf(Event event) throws Exception {
        byte[] bytes = bytesOf(event);
        byte[] fitting = sizing.fit(bytes);
        if (fitting.length < bytes.length) {
            context().counter("truncated_total").increment();
        }
        return fitting;
    }

    private byte[] bytesOf(Event event) throws Exception {
        if (encoder != null) {
            return encoder.encode(event);
        }
        return event.data() instanceof byte[] data ? data : event.text().getBytes(StandardCharsets.UTF_8);
    }

    /** By turns: those first that take more, then those that have a socket, then all. */
    private DatagramLane nextLane() {
        int first = next;
        next = (first + 1) % lanes.size();
        DatagramLane best = lanes.get(first);
        for (int i = 0; i < lanes.size() && !best.isWritable(); i++) {
            DatagramLane other = lanes.get((first + i) % lanes.size());
            if (other.isWritable() || (other.isConnected() && !best.isConnected())) {
                best = other;
                next = (first + i + 1) % lanes.size();
            }
        }
        return best;
    }

    @Override
    public void onBatchEnd() {
        for (DatagramLane lane : lanes) {
            lane.writePending();
        }
    }

    // ---- what lanes tell ----

    /** A lane has a socket now, or has lost it: what waits there goes on where there is one. */
    void connectionChanged() {
        connected = (int) lanes.stream().filter(DatagramLane::isConnected).count();
        health.connections(connected);
        if (connected > 0 && connected < lanes.size()) {
            for (DatagramLane lane : lanes) {
                if (!lane.isConnected() && !lane.held().isEmpty()) {
                    DatagramLane other = nextLane();
                    lane.moveTo(other);
                    other.writePending();
                }
            }
        }
        pauseOrResume();
    }

    /** How it stands with the sockets. Any thread. */
    public OutputHealth health() {
        return health.current();
    }

    /** Something failed with a socket. */
    void failed(Throwable cause) {
        health.failed(cause);
    }

    /** Takes nothing while as much is in flight as may be, or sockets take nothing. */
    void pauseOrResume() {
        boolean mustPause = isFull() || (connected > 0 && !isAnyWritable());
        if (mustPause == paused) {
            return;
        }
        paused = mustPause;
        if (mustPause) {
            context().pause();
        } else {
            context().resume();
        }
    }

    private boolean isAnyWritable() {
        for (DatagramLane lane : lanes) {
            if (lane.isWritable()) {
                return true;
            }
        }
        return false;
    }

    private boolean isFull() {
        int events = 0;
        long bytes = 0;
        for (HeldEvents keeper : held) {
            events += keeper.size();
            bytes += keeper.sizeBytes();
        }
        return events >= settings.inFlight().events()
                || bytes >= settings.inFlight().bytes();
    }

    @Override
    public void onClose() {
        connected = 0;
        lanes.forEach(DatagramLane::close);
    }
}
