package io.wishbone.actor;

/**
 * What a module did with events: {@code consumed + created = submitted + absorbed + failed + held}. <em>Immutable.</em>
 * Exact while the module rests, approximate while it runs.
 *
 * @param module the module's name
 * @param consumed taken from its inlets
 * @param created made by itself: generated, copied, unpacked
 * @param submitted handed to its outlets, {@code failed} excepted
 * @param absorbed ended here: filtered, packed, delivered
 * @param failed given up, whether or not {@code failed} is connected
 * @param held kept beyond the handler's return
 */
public record ModuleLedger(
        String module, long consumed, long created, long submitted, long absorbed, long failed, long held) {
    /** The sum of two accounts of one name. */
    public ModuleLedger plus(ModuleLedger other) {
        return new ModuleLedger(
                module,
                consumed + other.consumed,
                created + other.created,
                submitted + other.submitted,
                absorbed + other.absorbed,
                failed + other.failed,
                held + other.held);
    }

    /** The account after the module was removed: what it held is given up. */
    public ModuleLedger asRemoved() {
        return new ModuleLedger(module, consumed, created, submitted, absorbed, failed + held, 0);
    }

    /** Whether both sides are equal. */
    public boolean isBalanced() {
        return consumed + created == submitted + absorbed + failed + held;
    }
}
