package io.wishbone.router;

import io.wishbone.actor.ModuleLedger;
import io.wishbone.actor.ModuleRunner;
import io.wishbone.metrics.Ledger;
import io.wishbone.metrics.QueueLedger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The accounts of connections and modules that were taken away while the router runs, so that none of their events is
 * missing in the ledger. One sum for each name. <em>Confined to the lock of its plan.</em>
 */
final class FinishedAccounts {
    private final Map<String, QueueLedger> queues = new LinkedHashMap<>();
    private final Map<String, ModuleLedger> modules = new LinkedHashMap<>();

    /** Adds a connection; what is left in it was taken away with its consumer. */
    boolean add(Connection connection) {
        if (connection.queue() != null) {
            add(Accounts.account(connection).asRemoved());
        }
        return true;
    }

    /** Adds a module; what it held was given up. */
    void add(ModuleRunner module) {
        Accounts.unconnected(module).forEach(this::add);
        modules.merge(module.name(), module.ledger().asRemoved(), ModuleLedger::plus);
    }

    private void add(QueueLedger account) {
        queues.merge(account.name(), account, QueueLedger::plus);
    }

    /** The accounts of what is there now, and of what was there before. */
    Ledger addedTo(Ledger live) {
        if (queues.isEmpty() && modules.isEmpty()) {
            return live;
        }
        Map<String, QueueLedger> allQueues = new LinkedHashMap<>();
        live.queues().forEach(queue -> allQueues.merge(queue.name(), queue, QueueLedger::plus));
        queues.forEach((name, queue) -> allQueues.merge(name, queue, QueueLedger::plus));
        Map<String, ModuleLedger> allModules = new LinkedHashMap<>();
        live.modules().forEach(module -> allModules.put(module.module(), module));
        modules.forEach((name, module) -> allModules.merge(name, module, ModuleLedger::plus));
        List<QueueLedger> queueAccounts = new ArrayList<>(allQueues.values());
        return new Ledger(queueAccounts, new ArrayList<>(allModules.values()));
    }
}
