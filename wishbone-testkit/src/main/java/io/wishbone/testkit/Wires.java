package io.wishbone.testkit;

import io.wishbone.actor.Actor;
import io.wishbone.actor.Inlet;
import io.wishbone.actor.ModuleRunner;
import io.wishbone.actor.Outlet;
import io.wishbone.metrics.Ledger;
import io.wishbone.metrics.QueueLedger;
import io.wishbone.module.NearestName;
import io.wishbone.queue.DropReason;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The queues between a test and the module that it steps. <em>Confined to the test's thread.</em> */
final class Wires {
    private final ModuleRunner runner;
    private final Map<String, Feed> feeds = new LinkedHashMap<>();
    private final Map<String, Tap> taps = new LinkedHashMap<>();

    /** For a module that has no home yet; makes the queue ends that come into being by connecting. */
    Wires(ModuleRunner runner, SteppedModuleBuilder options) {
        this.runner = runner;
        Actor actor = runner.actor();
        options.inlets.forEach(inlet -> require(actor.findInlet(inlet).isPresent(), "inlet", inlet, inletNames()));
        options.outlets.forEach(
                outlet -> require(actor.findOutlet(outlet).isPresent(), "outlet", outlet, outletNames()));
        options.named().forEach(outlet -> require(outletNames().contains(outlet), "outlet", outlet, outletNames()));
    }

    /** Connects all queue ends, once the module has a home. */
    void connect(SteppedModuleBuilder options, ManualHome home) {
        for (Inlet inlet : runner.actor().inlets()) {
            feeds.put(inlet.name(), new Feed(runner, inlet, home));
        }
        for (Outlet outlet : runner.actor().outlets()) {
            if (!options.unconnected.contains(outlet.name())) {
                taps.put(outlet.name(), options.tap(runner, outlet));
            }
        }
    }

    Feed feed(String inlet) {
        Feed feed = feeds.get(inlet);
        if (feed == null) {
            throw unknown("inlet", inlet, inletNames());
        }
        return feed;
    }

    Tap tap(String outlet) {
        Tap tap = taps.get(outlet);
        if (tap == null) {
            throw unknown("connected outlet", outlet, connectedOutlets());
        }
        return tap;
    }

    private void require(boolean known, String what, String end, List<String> names) {
        if (!known) {
            throw unknown(what, end, names);
        }
    }

    private IllegalArgumentException unknown(String what, String end, List<String> known) {
        return new IllegalArgumentException(
                "module \"" + runner.name() + "\" has no " + what + " \"" + end + "\"" + NearestName.hint(end, known));
    }

    List<String> inletNames() {
        return runner.actor().inlets().stream().map(Inlet::name).toList();
    }

    List<String> outletNames() {
        return runner.actor().outlets().stream().map(Outlet::name).toList();
    }

    List<String> connectedOutlets() {
        return List.copyOf(taps.keySet());
    }

    /** Whether nothing feeds the module. */
    boolean areOutletsOnly() {
        return feeds.isEmpty();
    }

    void readAll() {
        taps.values().forEach(tap -> tap.reading(true));
    }

    /** Reads what is there; tells whether there was anything. */
    boolean collect() {
        boolean any = false;
        for (Tap tap : taps.values()) {
            any |= tap.collect();
        }
        return any;
    }

    /** How many events were read in all. */
    long read() {
        return taps.values().stream().mapToLong(Tap::read).sum();
    }

    /** How many events were fed and not taken. */
    long untaken() {
        return feeds.values().stream().mapToLong(Feed::size).sum();
    }

    void auditLeft(Audit audit) {
        feeds.forEach((inlet, feed) -> audit.expect(
                feed.size() == 0,
                feed.size() + " events are left at \"" + inlet + "\" (expected: all taken at a stop)"));
    }

    Ledger ledger() {
        List<QueueLedger> queues = new ArrayList<>();
        feeds.values().forEach(feed -> queues.add(feed.ledger()));
        taps.values().forEach(tap -> queues.add(tap.ledger()));
        for (Outlet outlet : runner.outlets()) {
            long dropped = outlet.unconnected();
            if (dropped > 0) {
                Map<DropReason, Long> reasons = Map.of(DropReason.UNCONNECTED, dropped);
                queues.add(new QueueLedger(runner.name() + "." + outlet.name(), "", dropped, 0, reasons, 0));
            }
        }
        return new Ledger(queues, List.of(runner.ledger()));
    }
}
