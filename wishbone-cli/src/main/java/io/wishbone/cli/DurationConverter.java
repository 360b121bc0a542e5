package io.wishbone.cli;

import io.wishbone.module.ArgumentException;
import io.wishbone.module.ArgumentType;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads durations as bootstrap files have them. */
final class DurationConverter implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String value) {
        try {
            return ArgumentType.duration(Duration.ZERO).read(value);
        } catch (ArgumentException e) {
            throw new TypeConversionException("\"" + value + "\" (expected: " + e.getMessage() + ")");
        }
    }
}
