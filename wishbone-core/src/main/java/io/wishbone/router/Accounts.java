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

/** Reads the counters of modules and queues. <em>Thread-safe.</em> */
final class Accounts {
    private Accounts() {}

    static Ledger ledger(Collection<ModuleRunner> modules, Collection<Connection> connections) {
        List<QueueLedger> queues = new ArrayList<>();
        connections.forEach(connection -> {
            EventQueue queue = connection.inlet().queue();
            if (queue != null) {
                queues.add(account(connection, queue));
            }
        });
        List<ModuleLedger> accounts = new ArrayList<>();
        for (ModuleRunner module : modules) {
            module.outlets().forEach(outlet -> addUnconnected(module, outlet, queues));
            accounts.add(module.ledger());
        }
        return new Ledger(queues, accounts);
    }

    static QueueLedger account(Connection connection, EventQueue queue) {
        long out = queue.outTotal();
        Map<DropReason, Long> dropped = queue.dropped();
        long in = queue.inTotal();
        long size = Math.max(
                0,
                in - out - dropped.values().stream().mapToLong(Long::longValue).sum());
        return new QueueLedger(connection.outletName(), connection.inletName(), in, out, dropped, size);
    }

    private static void addUnconnected(ModuleRunner module, Outlet outlet, List<QueueLedger> queues) {
        long unconnected = outlet.unconnected();
        if (unconnected > 0) {
            queues.add(unconnected(module, outlet, unconnected));
        }
    }

    static QueueLedger unconnected(ModuleRunner module, Outlet outlet, long submitted) {
        Map<DropReason, Long> dropped = Map.of(DropReason.UNCONNECTED, submitted);
        return new QueueLedger(module.name() + "." + outlet.name(), "", submitted, 0, dropped, 0);
    }
}
