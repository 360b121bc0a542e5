package io.wishbone.module.process;

import io.wishbone.module.Argument;
import io.wishbone.module.ArgumentType;
import io.wishbone.module.ModuleType;
import java.util.List;

/** Declares {@code wishbone.process.modify}. */
final class ModifyType {
    private static final Argument<List<Operation>> OPERATIONS = Argument.required(
            "operations", ArgumentType.listOf(OperationReader.OPERATION), "what to do, in this order");

    /** The kind of module. */
    static final ModuleType TYPE = ModuleType.builder("wishbone.process.modify")
            .summary("Changes events by a list of operations.")
            .arguments(OPERATIONS)
            .example(
                    OPERATIONS,
                    "[{lowercase: data.level}, {set: {data.text: \"{{ data.level }}: {{ data.message }}\"}}]")
            .queue("inbox", "what to change")
            .queue("outbox", "the changed events")
            .create(arguments -> new Modify(arguments.get(OPERATIONS)));

    private ModifyType() {}
}
