package io.wishbone.examples.thermometer;

import io.wishbone.module.Argument;
import io.wishbone.module.ArgumentType;
import io.wishbone.module.Arguments;
import io.wishbone.netty.codec.Codec;
import io.wishbone.netty.codec.CodecProvider;
import java.util.List;

/** Declares the codec {@code thermometer}. */
public final class ThermometerCodec implements CodecProvider {
    private static final Argument<Integer> MAX_NAME = Argument.defaulted(
            "max_name", ArgumentType.integer(1, 1000), "64", "the longest name of a sensor, in bytes of UTF-8");

    /** For bootstrap files. */
    public ThermometerCodec() {}

    @Override
    public String name() {
        return "thermometer";
    }

    @Override
    public String summary() {
        return "Telegrams of thermometers: the name of a sensor and a temperature.";
    }

    @Override
    public List<Argument<?>> arguments() {
        return List.of(MAX_NAME);
    }

    @Override
    public Codec create(Arguments arguments) {
        return create(arguments.get(MAX_NAME));
    }

    /** The codec, for who configures modules from Java. */
    public static Codec create(int maxNameBytes) {
        return context -> List.of(
                new TelegramDecoder(maxNameBytes, context.counter("bad_checksums_total")),
                new TelegramEncoder(maxNameBytes));
    }
}
