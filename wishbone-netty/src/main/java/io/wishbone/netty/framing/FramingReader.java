package io.wishbone.netty.framing;

import io.wishbone.module.ArgumentException;
import io.wishbone.module.ArgumentType;
import io.wishbone.module.NearestName;
import io.wishbone.module.Parts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a framing as bootstrap files say it: a name, or a map of its type and its options. */
final class FramingReader {
    private static final String TYPE_KEY = "type";
    private static final List<String> TYPES =
            List.of("lines", "delimiter", "length", "octet_counting", "varint", "null", "none");
    private static final String NAMES =
            "one of lines, delimiter, length, octet_counting, varint, \"null\" (in quotes), none";

    /** A framing. */
    static final ArgumentType<Framing> TYPE = ArgumentType.of(
            NAMES + "; or a map such as {type: length, bytes: 4} or {type: delimiter, delimiter: \";\"}",
            FramingReader::read);

    private static final List<Integer> WIDTHS = List.of(1, 2, 3, 4, 8);
    private static final ArgumentType<Integer> BYTES = ArgumentType.of("1, 2, 3, 4 or 8", raw -> {
        String text = ArgumentType.text().read(raw);
        return WIDTHS.stream()
                .filter(width -> width.toString().equals(text))
                .findFirst()
                .orElseThrow(() -> new ArgumentException("1, 2, 3, 4 or 8"));
    });
    private static final ArgumentType<byte[]> DELIMITER = ArgumentType.of(
            DelimiterText.EXPECTED,
            raw -> DelimiterText.read(ArgumentType.text().read(raw)));

    private FramingReader() {}

    private static Framing read(Object raw) {
        if (raw instanceof Map<?, ?> map) {
            return readMap(map);
        }
        String name = ArgumentType.text().read(raw);
        requireType(name);
        return make(name, Map.of());
    }

    private static Framing readMap(Map<?, ?> map) {
        Object type = map.get(TYPE_KEY);
        if (type == null) {
            throw new ArgumentException("the framing has no \"type\" (expected: " + NAMES + ")");
        }
        Parts parts = new Parts();
        Optional<String> name = parts.read(TYPE_KEY, () -> {
            String text = ArgumentType.text().read(type);
            requireType(text);
            return text;
        });
        parts.check();
        return make(name.orElseThrow(), map);
    }

    private static void requireType(String name) {
        if (!TYPES.contains(name)) {
            throw unknown("framing", name, "", TYPES, NAMES);
        }
    }

    private static ArgumentException unknown(
            String what, String name, String owner, List<String> known, String expected) {
        String hint = NearestName.find(name, known)
                .map(nearest -> "; did you mean \"" + nearest + "\"?")
                .orElse("");
        return new ArgumentException(
                "unknown " + what + " \"" + name + "\"" + owner + " (expected: " + expected + hint + ")");
    }

    private static Framing make(String type, Map<?, ?> map) {
        return switch (type) {
            case "delimiter" -> delimiter(new Keys(type, map, "delimiter"));
            case "length" -> length(new Keys(type, map, "bytes", "endian", "includes_header", "offset", "keep_prefix"));
            default -> {
                new Keys(type, map).check();
                yield switch (type) {
                    case "octet_counting" -> Framing.octetCounting();
                    case "varint" -> Framing.varint();
                    case "null" -> Framing.nullEnded();
                    case "none" -> Framing.none();
                    default -> Framing.lines();
                };
            }
        };
    }

    private static Framing delimiter(Keys keys) {
        Optional<byte[]> delimiter = keys.read("delimiter", DELIMITER);
        keys.check();
        return Framing.delimiter(delimiter.orElseThrow(() -> new ArgumentException(
                "the framing \"delimiter\" has no \"delimiter\" (expected: {type: delimiter, delimiter: "
                        + DelimiterText.EXPECTED + "})")));
    }

    private static Framing length(Keys keys) {
        LengthField.Builder field = LengthField.builder();
        keys.read("bytes", BYTES).ifPresent(field::bytes);
        keys.read("endian", ArgumentType.choice(LengthField.Endian.class)).ifPresent(field::endian);
        keys.read("includes_header", ArgumentType.flag()).ifPresent(field::includesHeader);
        keys.read("offset", ArgumentType.integer(0, LengthField.MOST_OFFSET)).ifPresent(field::offset);
        keys.read("keep_prefix", ArgumentType.flag()).ifPresent(field::keepsPrefix);
        keys.check();
        return Framing.length(field.build());
    }

    /** The options of one framing. <em>Confined to the thread that reads them.</em> */
    private static final class Keys {
        private final Map<?, ?> given;
        private final Parts parts = new Parts();

        Keys(String type, Map<?, ?> given, String... options) {
            this.given = given;
            List<String> known = new ArrayList<>(List.of(options));
            known.add(TYPE_KEY);
            String expected = options.length == 0
                    ? "nothing else, as {type: " + type + "}"
                    : "type, " + String.join(", ", options);
            for (Object key : given.keySet()) {
                if (!known.contains(key.toString())) {
                    parts.read(key, () -> {
                        throw unknown("option", key.toString(), " of the framing \"" + type + "\"", known, expected);
                    });
                }
            }
        }

        <T> Optional<T> read(String key, ArgumentType<T> type) {
            Object raw = given.get(key);
            if (raw == null && given.containsKey(key)) {
                parts.read(key, () -> {
                    throw new ArgumentException("\"" + key + "\" has no value (expected: " + type.description() + ")");
                });
            }
            return raw == null ? Optional.empty() : parts.read(key, () -> type.read(raw));
        }

        void check() {
            parts.check();
        }
    }
}
