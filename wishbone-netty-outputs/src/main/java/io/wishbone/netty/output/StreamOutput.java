package io.wishbone.netty.output;

import io.netty.channel.Channel;
import io.wishbone.actor.Actor;
import io.wishbone.actor.HeldEvents;
import io.wishbone.actor.ModuleContext;
import io.wishbone.actor.Outlet;
import io.wishbone.actor.Placement;
import io.wishbone.actor.SharedResources;
import io.wishbone.event.Event;
import io.wishbone.event.Header;
import io.wishbone.netty.EventLoopHome;
import io.wishbone.netty.EventLoops;
import io.wishbone.netty.codec.CodecMessages;
import io.wishbone.netty.tls.TlsConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What outputs have in common that write messages to streams: one or more {@link Lane}s, each with its events in their
 * order and one connection at a time.
 *
 * <p>Each event's data, bytes as they are and anything else as UTF-8 text unless a protocol makes the bytes, is framed
 * so that the receiver can tell them apart; see {@link io.wishbone.netty.framing.Framing}. A codec does both by Netty
 * handlers of one's own, and an event that they refuse goes to {@code failed}. Inlet: {@code inbox}; outlets:
 * {@code successful} after an event's bytes were flushed to the kernel, or acknowledged by the peer, {@code failed}
 * when the {@link RetryPolicy} gives it up, {@code replies}, if connected, for what peers send, framed likewise. While
 * there is no connection events wait, in a window here and then in the queue, and connecting goes on in the background.
 * What was not wholly flushed, or not acknowledged, when a connection broke is written again on the next one.
 *
 * <p>Counters: {@code connections_total}, {@code connections_failed_total}, {@code connections_lost_total},
 * {@code connections_rotated_total}, {@code rewritten_total}, {@code resent_total}, {@code replies_total},
 * {@code tls_reloads_total}; gauges: {@code connected}, how many connections there are,
 * {@code connection_changed_seconds}, since when (Unix time), {@code last_error_seconds}, when one failed last (0 is
 * never).
 */
abstract class StreamOutput extends Actor {
    private final StreamOutputConfig config;
    private final boolean speaksTls;
    private final OutputTls tls;
    private final List<HeldEvents> held;
    private final List<Lane> lanes = new ArrayList<>();
    private final Outlet replies;
    private @Nullable EventLoops loops;
    private @Nullable EventLoopHome home;
    private int next;
    private boolean paused;
    private final HealthReport health = new HealthReport();

    StreamOutput(StreamOutputConfig config, @Nullable TlsConfig tls, int laneCount) {
        this.config = config;
        this.speaksTls = tls != null;
        this.tls = new OutputTls(tls, config.reconnect().connectTimeout(), config.codec() == null);
        outlet(SUCCESSFUL);
        replies = outlet("replies");
        inlet(INBOX, this::consume);
        List<HeldEvents> keepers = new ArrayList<>();
        for (int lane = 0; lane < laneCount; lane++) {
            keepers.add(heldEvents());
        }
        held = List.copyOf(keepers);
    }

    // ---- what kinds of outputs differ in ----

    /** Where the connections of a lane lead to, in their order. */
    abstract List<Target> targets(int lane);

    /** After how long a connection to another than a lane's first target is replaced; 0 is never. */
    Duration failBack() {
        return Duration.ZERO;
    }

    // ---- life ----

    @Override
    public final Placement placement(SharedResources shared) {
        EventLoops serving = EventLoops.orShared(config.eventLoops(), shared);
        loops = serving;
        EventLoopHome chosen = serving.nextHome();
        home = chosen;
        return Placement.on(chosen);
    }

    /** Whether there is a connection. Any thread. */
    public final boolean isConnected() {
        return health.current().connections() > 0;
    }

    /** How it stands with the connections. Any thread. */
    public final OutputHealth health() {
        return health.current();
    }

    @Override
    public final void onStart() {
        health.start(context());
        MessageEncoder encoder = new MessageEncoder(config, context());
        held.forEach(keeper -> lanes.add(new Lane(this, keeper, encoder)));
        EventLoops serving = Objects.requireNonNull(loops, "loops");
        tls.start(context(), serving, () -> startLanes(serving));
    }

    private void startLanes(EventLoops serving) {
        EventLoopHome loop = Objects.requireNonNull(home, "home");
        for (int i = 0; i < lanes.size(); i++) {
            Lane lane = lanes.get(i);
            lane.start(new LaneConnector(lane, targets(i), config, context(), serving, loop, tls));
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

    /** By turns, those first that are connected and take events, then those that have room and keep them. */
    private Lane nextLane() {
        Lane withRoom = null;
        for (int i = 0; i < lanes.size(); i++) {
            Lane lane = lanes.get((next + i) % lanes.size());
            if (lane.isConnected() && !lane.isFull()) {
                next = (next + i + 1) % lanes.size();
                return lane;
            }
            if (withRoom == null && mayWaitAt(lane)) {
                withRoom = lane;
            }
        }
        next = (next + 1) % lanes.size();
        return withRoom == null ? lanes.get(next) : withRoom;
    }

    private boolean mayWaitAt(Lane lane) {
        return isConnected() ? lane.isConnected() : !lane.isFull() && !lane.isCircuitOpen();
    }

    @Override
    public final void onBatchEnd() {
        lanes.forEach(Lane::writePending);
    }

    // ---- what lanes ask and tell ----

    final ModuleContext module() {
        return context();
    }

    final StreamOutputConfig config() {
        return config;
    }

    final boolean speaksTls() {
        return speaksTls;
    }

    /**
     * What is done with what the peer of a channel sends.
     *
     * @param garbage told what is wrong with it, if something is; the connection is then closed
     */
    final PeerBytes replyReader(Channel channel, Target target, Consumer<String> garbage) {
        if (!replies.isConnected()) {
            return PeerBytes.IGNORED;
        }
        Header header = Header.of(context().name(), Map.of("endpoint", target.toString()));
        CodecMessages messages = config.codec() == null
                ? null
                : new CodecMessages(
                        context().name(),
                        context().counter(CodecMessages.REFUSED_TOTAL),
                        what -> context().log().debug("{}", what));
        return new ReplyReader(context(), replies, channel, header, config.framing(), messages, garbage);
    }

    /** Something failed with a connection. */
    final void failed(Throwable cause) {
        health.failed(cause);
    }

    /** A lane has a connection now, or has lost it: what waits there goes on where there is one. */
    final void connectionChanged() {
        int connected = (int) lanes.stream().filter(Lane::isConnected).count();
        health.connections(connected);
        if (connected > 0 && lanes.size() > 1) {
            for (Lane lane : lanes) {
                if (!lane.isConnected() && !lane.isEmpty()) {
                    moveToConnected(lane);
                }
            }
        }
        pauseOrResume();
    }

    private void moveToConnected(Lane from) {
        for (Lane lane : lanes) {
            if (lane.isConnected()) {
                from.moveTo(lane);
                lane.writePending();
                return;
            }
        }
    }

    /** Takes nothing while no lane that has a connection does, or, if none has, no lane at all. */
    final void pauseOrResume() {
        boolean someConnected = isConnected();
        boolean mustPause = lanes.stream().allMatch(lane -> lane.isFull() || (someConnected && !lane.isConnected()));
        if (mustPause && !paused) {
            context().pause();
        } else if (!mustPause && paused) {
            context().resume();
        }
        paused = mustPause;
    }

    @Override
    public final void onClose() {
        lanes.forEach(Lane::close);
        tls.close();
    }
}
