package io.wishbone.cron;

import io.wishbone.expression.EventFunction;
import io.wishbone.expression.PlainText;
import java.time.ZoneId;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * When a {@link CronInput} makes events, and of what. <em>Immutable.</em>
 *
 * @param cron five fields (minute, hour, day of the month, month, day of the week), or one of {@code @hourly},
 *     {@code @daily}, {@code @midnight}, {@code @weekly}, {@code @monthly}, {@code @yearly} and {@code @annually};
 *     required
 * @param payload gives the data of each event from the event without data; default {@code "cron"}
 * @param zone the time zone in which {@code cron} names times; default the system's
 * @param catchUp what becomes of times that passed meanwhile; default {@link CatchUp#ONE}
 */
public record CronInputConfig(String cron, EventFunction<String> payload, ZoneId zone, CatchUp catchUp) {
    static final String DEFAULT_PAYLOAD = "cron";

    public CronInputConfig {
        Objects.requireNonNull(payload, "payload");
        Objects.requireNonNull(zone, "zone");
        Objects.requireNonNull(catchUp, "catchUp");
        try {
            CronExpression.parse(cron);
        } catch (CronSyntaxException e) {
            throw new IllegalArgumentException("cron: \"" + cron + "\" (expected: " + e.getMessage() + ")", e);
        }
    }

    /** A builder with the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** Sets what differs from the defaults. */
    public static final class Builder {
        private @Nullable String cron;
        private EventFunction<String> payload = new PlainText(DEFAULT_PAYLOAD);
        private ZoneId zone = ZoneId.systemDefault();
        private CatchUp catchUp = CatchUp.ONE;

        private Builder() {}

        /** See {@link CronInputConfig#cron}. Required. */
        public Builder cron(String value) {
            this.cron = value;
            return this;
        }

        /** The same data for each event. */
        public Builder payload(String text) {
            return payload(new PlainText(text));
        }

        /** See {@link CronInputConfig#payload}. */
        public Builder payload(EventFunction<String> value) {
            this.payload = value;
            return this;
        }

        /** See {@link CronInputConfig#zone}. */
        public Builder zone(ZoneId value) {
            this.zone = value;
            return this;
        }

        /** See {@link CronInputConfig#catchUp}. */
        public Builder catchUp(CatchUp value) {
            this.catchUp = value;
            return this;
        }

        /** The configuration; checks it. */
        public CronInputConfig build() {
            if (cron == null) {
                throw new IllegalArgumentException("cron is missing (expected: " + CronExpression.EXPECTED + ")");
            }
            return new CronInputConfig(cron, payload, zone, catchUp);
        }
    }
}
