package io.wishbone.actor;

/** Where a module or a router is in its one and only life. */
public enum ModuleState {
    /** Made, not started. */
    NEW,
    /** Being started. */
    STARTING,
    /** Consuming and producing. */
    RUNNING,
    /** Takes nothing new from outside and passes on what it has. */
    DRAINING,
    /** Ended. */
    STOPPED,
    /** Could not be started. */
    FAILED
}
