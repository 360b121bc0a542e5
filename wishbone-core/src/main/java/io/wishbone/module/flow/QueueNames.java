package io.wishbone.module.flow;

import io.wishbone.module.NearestName;
import java.util.Collection;

/** What to say of a queue that an event or an argument names and that is not connected. */
final class QueueNames {
    /** No queue has a longer name; what an event gives as one may have any length. */
    private static final int LONGEST = 128;

    private QueueNames() {}

    static String notConnected(String name, Collection<String> connected) {
        if (name.length() > LONGEST) {
            return "queue \"" + name.substring(0, LONGEST) + "...\" is not connected";
        }
        return "queue \"" + name + "\" is not connected" + NearestName.hint(name, connected);
    }
}
