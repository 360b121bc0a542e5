package io.wishbone.module;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What values an argument takes, and how they are read from what a bootstrap file says: a string, a number, a boolean,
 * a list or a map. <em>Immutable.</em> Numbers, durations and sizes may be written as strings, since substitution gives
 * strings.
 *
 * @param <T> what a value becomes
 */
public final class ArgumentType<T> {
    private static final String NO_MODULE = "";
    private static final Pattern DURATION = Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*(ns|us|ms|s|m|h|d)?");
    private static final Pattern SIZE = Pattern.compile("(\\d+)\\s*(B|kB|KB|MB|GB|KiB|MiB|GiB)?");

    private static final ArgumentForm ANY = new ArgumentForm.Any();

    private final String description;
    private final ArgumentForm form;
    private final BiFunction<Object, String, T> reader;

    private ArgumentType(String description, ArgumentForm form, BiFunction<Object, String, T> reader) {
        this.description = description;
        this.form = form;
        this.reader = reader;
    }

    /**
     * A type of the extender's own.
     *
     * @param description what values it takes, such as {@code host:port}
     * @param reader reads a value; throws {@link ArgumentException} or {@link IllegalArgumentException}, whose message
     *     says what was expected
     */
    public static <T> ArgumentType<T> of(String description, Function<Object, T> reader) {
        return of(description, ANY, reader);
    }

    private static <T> ArgumentType<T> of(String description, ArgumentForm form, Function<Object, T> reader) {
        return new ArgumentType<>(description, form, (raw, module) -> reader.apply(raw));
    }

    /**
     * A type whose values depend on the module that they are for, such as an expression that knows its module's name.
     *
     * @param description what values it takes
     * @param reader reads a value for a module of the name in its second argument; throws as that of {@link #of} does
     */
    public static <T> ArgumentType<T> inModule(String description, BiFunction<Object, String, T> reader) {
        return new ArgumentType<>(description, ANY, reader);
    }

    /** Any scalar, as text. */
    public static ArgumentType<String> text() {
        return of("text", new ArgumentForm.Text(), ArgumentType::scalar);
    }

    private static String scalar(Object raw) {
        if (raw instanceof Iterable || raw instanceof java.util.Map) {
            throw new ArgumentException("text, not a list or a map");
        }
        return raw.toString();
    }

    /** {@code true} or {@code false}. */
    public static ArgumentType<Boolean> flag() {
        return of("true or false", new ArgumentForm.Flag(), raw -> switch (scalar(raw)
                .toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new ArgumentException("true or false");
        });
    }

    /** A whole number in a range, both ends included. */
    public static ArgumentType<Integer> integer(int least, int most) {
        ArgumentType<Long> wide = integer((long) least, (long) most);
        return of(wide.description, wide.form, raw -> Math.toIntExact(wide.read(raw, NO_MODULE)));
    }

    /** A whole number in a range, both ends included. */
    public static ArgumentType<Long> integer(long least, long most) {
        String range = rangeOf(least, most);
        return of(range, new ArgumentForm.Whole(least, most), raw -> {
            long value = whole(raw, range);
            if (value < least || value > most) {
                throw new ArgumentException(range);
            }
            return value;
        });
    }

    private static String rangeOf(long least, long most) {
        if (most != Long.MAX_VALUE && most != Integer.MAX_VALUE) {
            return "a whole number, " + least + " to " + most;
        }
        return least == Long.MIN_VALUE ? "a whole number" : "a whole number, " + least + " or more";
    }

    /** A number in a range, both ends included. */
    public static ArgumentType<Double> decimal(double least, double most) {
        String expected = "a number, " + least + " to " + most;
        return of(expected, new ArgumentForm.Decimal(least, most), raw -> {
            try {
                double value = Double.parseDouble(scalar(raw).trim());
                if (value >= least && value <= most) {
                    return value;
                }
            } catch (NumberFormatException e) {
                throw new ArgumentException(expected);
            }
            throw new ArgumentException(expected);
        });
    }

    private static long whole(Object raw, String expected) {
        try {
            return raw instanceof BigInteger big
                    ? big.longValueExact()
                    : Long.parseLong(scalar(raw).trim());
        } catch (ArithmeticException | NumberFormatException e) {
            throw new ArgumentException(expected);
        }
    }

    /**
     * A time: {@code 500ms}, {@code 10s}, {@code 5m}, {@code 1h}, {@code 2d}, or a number of seconds; at least
     * {@code least}.
     */
    public static ArgumentType<Duration> duration(Duration least) {
        String expected = "a duration such as 500ms, 10s or 5m, or a number of seconds"
                + (least.isZero() ? "" : ", " + least.toMillis() + "ms or more");
        return of(expected, new ArgumentForm.Time(least), raw -> {
            Matcher parts = DURATION.matcher(scalar(raw).trim());
            if (!parts.matches()) {
                throw new ArgumentException(expected);
            }
            String unit = parts.group(2) == null ? "s" : parts.group(2);
            BigDecimal nanos = new BigDecimal(parts.group(1)).multiply(BigDecimal.valueOf(nanosOf(unit)));
            if (nanos.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
                throw new ArgumentException(expected);
            }
            Duration value = Duration.ofNanos(nanos.longValue());
            if (value.compareTo(least) < 0) {
                throw new ArgumentException(expected);
            }
            return value;
        });
    }

    private static long nanosOf(String unit) {
        return switch (unit) {
            case "ns" -> 1;
            case "us" -> 1_000;
            case "ms" -> 1_000_000;
            case "m" -> 60_000_000_000L;
            case "h" -> 3_600_000_000_000L;
            case "d" -> 86_400_000_000_000L;
            default -> 1_000_000_000;
        };
    }

    /** A number of bytes in a range: {@code 64KiB}, {@code 10MB} or a number. */
    public static ArgumentType<Long> size(long least, long most) {
        String expected = "a size such as 64KiB or 10MB, or a number of bytes, " + least
                + (most == Long.MAX_VALUE ? " or more" : " to " + most);
        return of(expected, new ArgumentForm.Size(least, most), raw -> {
            Matcher parts = SIZE.matcher(scalar(raw).trim());
            if (!parts.matches()) {
                throw new ArgumentException(expected);
            }
            String unit = parts.group(2) == null ? "B" : parts.group(2);
            BigInteger bytes = new BigInteger(parts.group(1)).multiply(BigInteger.valueOf(bytesOf(unit)));
            boolean fits = bytes.bitLength() < Long.SIZE && bytes.longValue() >= least && bytes.longValue() <= most;
            if (!fits) {
                throw new ArgumentException(expected);
            }
            return bytes.longValue();
        });
    }

    private static long bytesOf(String unit) {
        return switch (unit) {
            case "kB", "KB" -> 1_000;
            case "MB" -> 1_000_000;
            case "GB" -> 1_000_000_000;
            case "KiB" -> 1L << 10;
            case "MiB" -> 1L << 20;
            case "GiB" -> 1L << 30;
            default -> 1;
        };
    }

    /** One of an enum's constants, by its name in lower case. */
    public static <E extends Enum<E>> ArgumentType<E> choice(Class<E> constants) {
        List<String> words = Arrays.stream(constants.getEnumConstants())
                .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                .toList();
        String expected = String.join(", ", words);
        return of("one of " + expected, new ArgumentForm.Choice(words), raw -> {
            for (E constant : constants.getEnumConstants()) {
                if (constant.name().toLowerCase(Locale.ROOT).equals(scalar(raw))) {
                    return constant;
                }
            }
            throw new ArgumentException("one of " + expected);
        });
    }

    /** A list of values of a type; a single value is a list of one. */
    public static <E> ArgumentType<List<E>> listOf(ArgumentType<E> element) {
        ArgumentForm form = new ArgumentForm.ListOf(element.form);
        return new ArgumentType<>("a list of: " + element.description, form, (raw, module) -> {
            List<E> values = new ArrayList<>();
            Parts parts = new Parts();
            int index = 0;
            for (Object item : raw instanceof Iterable<?> items ? items : List.of(raw)) {
                parts.read(index++, () -> element.read(item, module)).ifPresent(values::add);
            }
            parts.check();
            return List.copyOf(values);
        });
    }

    /** What values it takes, for a program. */
    public ArgumentForm form() {
        return form;
    }

    /** What values it takes, for a person. */
    public String description() {
        return description;
    }

    /**
     * Reads a value that is for no module in particular.
     *
     * @throws ArgumentException if it is none of this type; the message says what was expected
     */
    public T read(Object raw) {
        return read(raw, NO_MODULE);
    }

    /**
     * Reads a value.
     *
     * @param module the name of the module that it is for
     * @throws ArgumentException if it is none of this type; the message says what was expected
     */
    public T read(Object raw, String module) {
        try {
            return reader.apply(raw, module);
        } catch (ArgumentException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw new ArgumentException(String.valueOf(e.getMessage()));
        }
    }
}
