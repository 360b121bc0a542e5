package io.wishbone.cli.bootstrap;

import io.wishbone.actor.Actor;
import io.wishbone.actor.Outlet;
import io.wishbone.expression.EventFunction;
import io.wishbone.expression.EventPredicate;
import io.wishbone.expression.Expressions;
import io.wishbone.module.Argument;
import io.wishbone.module.ArgumentType;
import io.wishbone.module.ModuleType;
import io.wishbone.module.flow.Fanout;
import io.wishbone.module.flow.Funnel;
import io.wishbone.module.output.NullOutput;
import io.wishbone.protocol.Protocol;
import io.wishbone.protocol.Protocols;
import java.util.List;

/** Kinds of modules that do not change when the real ones do. */
final class SampleModules {
    private static final Argument<Integer> PORT =
            Argument.required("port", ArgumentType.integer(0, 65535), "the port to listen on");
    private static final Argument<String> ADDRESS =
            Argument.defaulted("address", ArgumentType.text(), "127.0.0.1", "the address to listen on");
    private static final Argument<String> PASSWORD = Argument.optional(
                    "password", ArgumentType.text(), "what clients must say")
            .secret();
    private static final Argument<Protocol> PROTOCOL =
            Argument.optional(Protocols.ARGUMENT, Protocols.decoding(), "what messages are read as");

    private static final Argument<EventPredicate> CONDITION =
            Argument.required("condition", Expressions.condition(), "which events to let pass");
    private static final Argument<EventFunction<String>> LABEL =
            Argument.defaulted("label", Expressions.template(), "picked", "what becomes of them");

    private SampleModules() {}

    static Catalog catalog() {
        return Catalog.of(List.of(
                ModuleType.builder("wishbone.input.tcp")
                        .summary("Listens.")
                        .arguments(PORT, ADDRESS, PASSWORD, PROTOCOL)
                        .queue("outbox", "what comes")
                        .create(arguments -> new Source(arguments.get(PORT), arguments.get(ADDRESS))),
                ModuleType.builder("wishbone.output.null")
                        .summary("Ends events.")
                        .queue("inbox", "what nobody needs")
                        .create(arguments -> new NullOutput()),
                ModuleType.builder("wishbone.flow.fanout")
                        .summary("Copies.")
                        .queue("*", "any")
                        .create(arguments -> new Fanout()),
                ModuleType.builder("wishbone.flow.funnel")
                        .summary("Joins.")
                        .queue("*", "any")
                        .create(arguments -> new Funnel()),
                ModuleType.builder("acme.flow.pick")
                        .summary("Lets pass what meets a condition, as a text.")
                        .arguments(CONDITION, LABEL)
                        .queue("inbox", "what to pick from")
                        .queue("outbox", "the texts")
                        .create(arguments -> new Pick(arguments.get(CONDITION), arguments.get(LABEL))),
                ModuleType.builder("acme.input.sensor")
                        .summary("An extender's.")
                        .create(arguments -> new Source(1, ""))));
    }

    static final class Pick extends Actor {
        private final Outlet outbox = outlet(OUTBOX);

        Pick(EventPredicate condition, EventFunction<String> label) {
            inlet(INBOX, event -> {
                if (condition.test(event)) {
                    outbox.submit(event.withData(label.apply(event)));
                }
            });
        }
    }

    static final class Source extends Actor {
        Source(int port, String address) {
            outlet(OUTBOX);
            if (address.startsWith("everywhere") || address.startsWith("correct")) {
                throw new IllegalArgumentException(
                        "address: \"" + address + "\" with port " + port + " (expected: an address of this machine)");
            }
        }
    }
}
