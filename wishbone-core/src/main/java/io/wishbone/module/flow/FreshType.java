package io.wishbone.module.flow;

import io.wishbone.module.Argument;
import io.wishbone.module.ArgumentType;
import io.wishbone.module.ModuleType;
import java.time.Duration;

/** Declares {@code wishbone.flow.fresh}. */
final class FreshType {
    private static final Argument<Duration> TIMEOUT = Argument.defaulted(
            "timeout", ArgumentType.duration(Duration.ofMillis(1)), "60s", "how long no event may arrive");
    private static final Argument<Duration> REPEAT_INTERVAL = Argument.defaulted(
            "repeat_interval",
            ArgumentType.duration(Duration.ZERO),
            "60s",
            "how often a timeout is told again while it lasts; 0 is never");
    private static final Argument<String> TIMEOUT_PAYLOAD = Argument.defaulted(
            "timeout_payload", ArgumentType.text(), "timeout", "the data of the event that tells of a timeout");
    private static final Argument<String> RECOVERY_PAYLOAD = Argument.defaulted(
            "recovery_payload",
            ArgumentType.text(),
            "recovery",
            "the data of the event that tells that events flow again");

    /** The kind of module. */
    static final ModuleType TYPE = ModuleType.builder("wishbone.flow.fresh")
            .summary("Lets events pass, and tells when none has arrived for some time.")
            .arguments(TIMEOUT, REPEAT_INTERVAL, TIMEOUT_PAYLOAD, RECOVERY_PAYLOAD)
            .queue("inbox", "what is expected to arrive")
            .queue("outbox", "the same events")
            .queue("timeout", "timeouts and recoveries; header: state")
            .create(arguments -> new Fresh(FreshConfig.builder()
                    .timeout(arguments.get(TIMEOUT))
                    .repeatInterval(arguments.get(REPEAT_INTERVAL))
                    .timeoutPayload(arguments.get(TIMEOUT_PAYLOAD))
                    .recoveryPayload(arguments.get(RECOVERY_PAYLOAD))
                    .build()));

    private FreshType() {}
}
