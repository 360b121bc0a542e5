package io.wishbone.router;

import io.wishbone.actor.ModuleLedger;
import io.wishbone.actor.ModuleRunner;
import io.wishbone.actor.Outlet;
import io.wishbone.metrics.Ledger;
import io.wishbone.metrics.QueueLedger;
import io.wishbone.queue.DropReason;
import io.wishbone.queue.EventQueue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Reads the counters of modules and queues. <em>Thread-safe.</em> */
final class Accounts {
    private Accounts() {}

    static Ledger ledger(Collection<ModuleRunner> modules, Collection<Connection> connections) {
        List<QueueLedger> queues = new ArrayList<>();
        connections.forEach(connection -> {
            if (connection.queue() != null) {
                queues.add(account(connection));
            }
        });
        List<ModuleLedger> accounts = new ArrayList<>();
        for (ModuleRunner module : modules) {
            queues.addAll(unconnected(module));
            accounts.add(module.ledger());
        }
        return new Ledger(queues, accounts);
    }

    /** The account of a connection that has its queue. */
    static QueueLedger account(Connection connection) {
        EventQueue queue = Objects.requireNonNull(connection.queue());
        long out = queue.outTotal();
        Map<DropReason, Long> dropped = queue.dropped();
        long in = queue.inTotal();
        long size = Math.max(
                0,
                in - out - dropped.values().stream().mapToLong(Long::longValue).sum());
        return new QueueLedger(connection.outletName(), connection.inletName(), in, out, dropped, size);
    }

    /** An account for each outlet that was submitted to while it led nowhere. */
    static List<QueueLedger> unconnected(ModuleRunner module) {
        List<QueueLedger> accounts = new ArrayList<>();
        for (Outlet outlet : module.outlets()) {
            long events = outlet.unconnected();
            if (events > 0) {
                Map<DropReason, Long> dropped = Map.of(DropReason.UNCONNECTED, events);
                accounts.add(new QueueLedger(module.name() + "." + outlet.name(), "", events, 0, dropped, 0));
            }
        }
        return accounts;
    }
}
