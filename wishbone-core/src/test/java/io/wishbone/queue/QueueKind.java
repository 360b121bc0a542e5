package io.wishbone.queue;

/** The kinds of queue that the contract suite is run for. */
enum QueueKind {
    ONE_TO_ONE(1, OverflowPolicy.BLOCK, false),
    MANY_TO_ONE(3, OverflowPolicy.BLOCK, false),
    CLOSES_CYCLE(1, OverflowPolicy.BLOCK, true),
    MANY_CLOSE_CYCLE(2, OverflowPolicy.BLOCK, true),
    DROP_NEWEST(1, OverflowPolicy.DROP_NEWEST, false),
    MANY_DROP_NEWEST(2, OverflowPolicy.DROP_NEWEST, false),
    DROP_OLDEST(1, OverflowPolicy.DROP_OLDEST, false),
    MANY_DROP_OLDEST(2, OverflowPolicy.DROP_OLDEST, false);

    final int producers;
    final OverflowPolicy policy;
    final boolean closesCycle;

    QueueKind(int producers, OverflowPolicy policy, boolean closesCycle) {
        this.producers = producers;
        this.policy = policy;
        this.closesCycle = closesCycle;
    }

    /** Whether the queue makes its producers wait; else it drops. */
    boolean gates() {
        return policy == OverflowPolicy.BLOCK && !closesCycle;
    }

    boolean dropsOldest() {
        return policy == OverflowPolicy.DROP_OLDEST;
    }

    DropReason reason() {
        return switch (policy) {
            case BLOCK -> DropReason.CYCLE_LIMIT;
            case DROP_NEWEST -> DropReason.DROP_NEWEST;
            case DROP_OLDEST -> DropReason.DROP_OLDEST;
        };
    }

    EventQueue create(QueueLimits limits) {
        return create(limits, () -> {}, () -> {});
    }

    EventQueue create(QueueLimits limits, Signal consumer, Signal producer) {
        EventQueue.Builder builder = EventQueue.builder("a.outbox -> b.inbox")
                .limits(limits)
                .policy(policy)
                .closesCycle(closesCycle)
                .consumer(consumer);
        for (int i = 0; i < producers; i++) {
            builder.producer(producer);
        }
        return builder.build();
    }
}
