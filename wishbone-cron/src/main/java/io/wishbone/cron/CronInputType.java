package io.wishbone.cron;

import io.wishbone.expression.EventFunction;
import io.wishbone.expression.Expressions;
import io.wishbone.module.Argument;
import io.wishbone.module.ArgumentException;
import io.wishbone.module.ArgumentType;
import io.wishbone.module.ModuleType;
import io.wishbone.module.NearestName;
import java.time.DateTimeException;
import java.time.ZoneId;

/** Declares {@code wishbone.input.cron}. */
final class CronInputType {
    private static final String A_ZONE = "a time zone such as Europe/Brussels or UTC";
    private static final String SYSTEM = "system";

    private static final Argument<String> CRON = Argument.required(
            "cron",
            ArgumentType.of(CronExpression.EXPECTED, CronInputType::cron),
            "the times: minute, hour, day of the month, month, day of the week");
    private static final Argument<EventFunction<String>> PAYLOAD = Argument.defaulted(
            "payload", Expressions.template(), CronInputConfig.DEFAULT_PAYLOAD, "the data of every event");
    private static final Argument<ZoneId> ZONE = Argument.defaulted(
            "zone",
            ArgumentType.of(A_ZONE, CronInputType::zone),
            SYSTEM,
            "the time zone in which cron names times; system is that of this machine");
    private static final Argument<CatchUp> CATCH_UP = Argument.defaulted(
            "catch_up",
            ArgumentType.choice(CatchUp.class),
            "one",
            "for times that passed while outbox was full or the clock jumped: one event for all of them, or none that is"
                    + " more than a minute late");

    /** The kind of module. */
    static final ModuleType TYPE = ModuleType.builder("wishbone.input.cron")
            .summary("Makes an event at each time that a cron expression names.")
            .arguments(CRON, PAYLOAD, ZONE, CATCH_UP)
            .queue("outbox", "the events; header: scheduled, missed")
            .example(CRON, "\"*/15 8-17 * * MON-FRI\"")
            .create(arguments -> new CronInput(CronInputConfig.builder()
                    .cron(arguments.get(CRON))
                    .payload(arguments.get(PAYLOAD))
                    .zone(arguments.get(ZONE))
                    .catchUp(arguments.get(CATCH_UP))
                    .build()));

    private CronInputType() {}

    private static String cron(Object raw) {
        String text = ArgumentType.text().read(raw);
        try {
            CronExpression.parse(text);
        } catch (CronSyntaxException e) {
            throw new ArgumentException(String.valueOf(e.getMessage()));
        }
        return text;
    }

    private static ZoneId zone(Object raw) {
        String text = ArgumentType.text().read(raw);
        if (text.equals(SYSTEM)) {
            return ZoneId.systemDefault();
        }
        try {
            return ZoneId.of(text);
        } catch (DateTimeException e) {
            throw new ArgumentException(A_ZONE + NearestName.hint(text, ZoneId.getAvailableZoneIds()));
        }
    }
}
