package io.wishbone.metrics;

import io.wishbone.actor.ModuleLedger;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The accounts of a router: where every event is or went. <em>Immutable.</em> Exact at rest, approximate while running.
 *
 * @param queues one account for each connection and each outlet that leads nowhere but was submitted to
 * @param modules one account for each module
 */
public record Ledger(List<QueueLedger> queues, List<ModuleLedger> modules) {
    public Ledger {
        queues = List.copyOf(queues);
        modules = List.copyOf(modules);
    }

    /** Whether every account balances. */
    public boolean isBalanced() {
        return queues.stream().allMatch(QueueLedger::isBalanced)
                && modules.stream().allMatch(ModuleLedger::isBalanced);
    }

    /** The account of a connection, by its outlet such as {@code listen.outbox}. */
    public QueueLedger queue(String outlet) {
        return queues.stream()
                .filter(queue -> queue.outlet().equals(outlet))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("outlet \"" + outlet + "\" has no account (known: "
                        + queues.stream().map(QueueLedger::outlet).collect(Collectors.joining(", ")) + ")"));
    }

    /** The account of a module. */
    public ModuleLedger module(String name) {
        return modules.stream()
                .filter(module -> module.module().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("module \"" + name + "\" has no account (known: "
                        + modules.stream().map(ModuleLedger::module).collect(Collectors.joining(", ")) + ")"));
    }

    /** The accounts as a table, one line for each queue and each module. */
    @Override
    public String toString() {
        StringBuilder table = new StringBuilder(256);
        for (QueueLedger queue : queues) {
            table.append(String.format(
                    Locale.ROOT,
                    "queue %-40s in %d = out %d + dropped %d + size %d%s%n",
                    queue.name(),
                    queue.in(),
                    queue.out(),
                    queue.droppedTotal(),
                    queue.size(),
                    reasons(queue)));
        }
        for (ModuleLedger module : modules) {
            table.append(String.format(
                    Locale.ROOT,
                    "module %-39s consumed %d + created %d = submitted %d + absorbed %d + failed %d + held %d%n",
                    module.module(),
                    module.consumed(),
                    module.created(),
                    module.submitted(),
                    module.absorbed(),
                    module.failed(),
                    module.held()));
        }
        return table.toString();
    }

    private static String reasons(QueueLedger queue) {
        return queue.dropped().entrySet().stream()
                .map(drop -> drop.getKey().label() + " " + drop.getValue())
                .sorted()
                .collect(Collectors.collectingAndThen(
                        Collectors.joining(", "), text -> text.isEmpty() ? "" : " (" + text + ")"));
    }
}
