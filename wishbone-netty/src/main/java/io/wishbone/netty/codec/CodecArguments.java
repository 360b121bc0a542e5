package io.wishbone.netty.codec;

import io.wishbone.module.Argument;
import io.wishbone.module.ArgumentException;
import io.wishbone.module.ArgumentType;
import io.wishbone.module.Arguments;
import io.wishbone.module.NearestName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The arguments {@code codec} and {@code codec_arguments} of modules, and how they become a {@link Codec}.
 *
 * <pre>{@code
 * ModuleType.builder("wishbone.output.tcp")
 *         .arguments(ENDPOINTS, FRAMING, CodecArguments.CODEC, CodecArguments.VALUES)
 *         .create(arguments -> new TcpOutput(config(arguments, CodecArguments.read(arguments, FRAMING))));
 * }</pre>
 */
public final class CodecArguments {
    /** Which codec; the value is not made into one before its arguments are known. */
    public static final Argument<CodecProvider> CODEC = Argument.optional(
            "codec",
            ArgumentType.of(
                    "the name of a codec on the class path, or a class, such as com.example.MyCodec",
                    raw -> CodecProviders.find(ArgumentType.text().read(raw))),
            "Netty handlers of one's own, in the place of framing and protocol");

    /** The arguments of the codec, as the file gives them. */
    public static final Argument<Map<String, Object>> VALUES = Argument.optional(
            "codec_arguments",
            ArgumentType.of("a map, such as {max_frame: 4KiB}", CodecArguments::map),
            "the arguments of the codec");

    private CodecArguments() {}

    private static Map<String, Object> map(Object raw) {
        if (!(raw instanceof Map<?, ?> map)) {
            throw new ArgumentException("a map, such as {max_frame: 4KiB}");
        }
        Map<String, Object> values = new LinkedHashMap<>();
        map.forEach((key, value) -> values.put(String.valueOf(key), value));
        return values;
    }

    /**
     * The codec that a module's arguments ask for.
     *
     * @param arguments those of the module
     * @param replaced arguments that a codec stands in the place of: none of them may be given beside it
     * @return nothing if they ask for none
     * @throws ArgumentException if they do not go together, or one of the codec's is missing, unknown or bad
     */
    public static Optional<Codec> read(Arguments arguments, Argument<?>... replaced) {
        Optional<CodecProvider> provider = arguments.find(CODEC);
        if (provider.isEmpty()) {
            if (arguments.isGiven(VALUES)) {
                throw new ArgumentException(
                        VALUES.name() + " are given without a " + CODEC.name() + " (expected: both, or none)");
            }
            return Optional.empty();
        }
        for (Argument<?> other : replaced) {
            if (arguments.isGiven(other)) {
                throw new ArgumentException("\"" + other.name() + "\" and \"" + CODEC.name()
                        + "\" are both given (expected: one of them, since a codec does all that \"" + other.name()
                        + "\" is for)");
            }
        }
        Map<String, Object> values = arguments.find(VALUES).orElse(Map.of());
        return Optional.of(create(provider.get(), arguments.module(), values));
    }

    /**
     * Makes a codec.
     *
     * @param module the name of the module that it is for
     * @param given argument values by name, as a bootstrap file gives them
     * @throws ArgumentException if one is missing, unknown or bad, or the codec refuses them
     */
    static Codec create(CodecProvider provider, String module, Map<String, ?> given) {
        List<String> problems = new ArrayList<>();
        given.forEach((name, value) -> check(provider, name, value, module).ifPresent(problems::add));
        if (!problems.isEmpty()) {
            throw new ArgumentException(String.join("; ", problems));
        }
        Arguments arguments = Arguments.read("codec " + provider.name(), provider.arguments(), module, given);
        try {
            return provider.create(arguments);
        } catch (RuntimeException e) {
            throw new ArgumentException("codec " + provider.name() + ": "
                    + (e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage()));
        }
    }

    /** What is wrong with a value. The value is not told: it may come from a secret. */
    private static Optional<String> check(CodecProvider provider, String name, Object value, String module) {
        String what = "argument \"" + name + "\" of codec " + provider.name();
        Optional<Argument<?>> declared = provider.arguments().stream()
                .filter(argument -> argument.name().equals(name))
                .findFirst();
        if (declared.isEmpty()) {
            List<String> known =
                    provider.arguments().stream().map(Argument::name).toList();
            return Optional.of("unknown " + what + NearestName.hint(name, known));
        }
        Argument<?> argument = declared.get();
        try {
            argument.type().read(value, module);
            return Optional.empty();
        } catch (ArgumentException e) {
            String expected = argument.isSecret() ? argument.type().description() : e.getMessage();
            return Optional.of(what + " has a wrong value (expected: " + expected + ")");
        }
    }
}
