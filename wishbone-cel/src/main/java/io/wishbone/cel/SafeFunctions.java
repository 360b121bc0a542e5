package io.wishbone.cel;

import com.google.common.collect.ImmutableSet;
import dev.cel.common.CelOptions;
import dev.cel.common.exceptions.CelAttributeNotFoundException;
import dev.cel.common.values.CelByteString;
import dev.cel.extensions.CelStringExtensions;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelStandardFunctions;
import dev.cel.runtime.CelStandardFunctions.StandardFunction;
import dev.cel.runtime.RuntimeEquality;
import dev.cel.runtime.RuntimeHelpers;
import dev.cel.runtime.standard.AddOperator.AddOverload;
import dev.cel.runtime.standard.CelStandardOverload;
import dev.cel.runtime.standard.IndexOperator.IndexOverload;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The functions of CEL that would make something huge out of something small, with a limit; {@code matches}, which
 * compiles a regular expression once instead of each time; and {@code [ ]}, whose error says what a map has.
 */
final class SafeFunctions {
    /** The extensions for strings that need no limit. */
    static final Set<CelStringExtensions.Function> STRINGS =
            EnumSet.complementOf(EnumSet.of(CelStringExtensions.Function.REPLACE, CelStringExtensions.Function.JOIN));

    private static final Set<CelStandardOverload> LIMITED =
            Set.of(AddOverload.ADD_STRING, AddOverload.ADD_BYTES, AddOverload.ADD_LIST);

    private SafeFunctions() {}

    /** CEL's own functions without those that are here. */
    static CelStandardFunctions standard() {
        return CelStandardFunctions.newBuilder()
                .excludeFunctions(StandardFunction.ADD, StandardFunction.INDEX, StandardFunction.MATCHES)
                .build();
    }

    /** The functions that are here. */
    static Set<CelFunctionBinding> bindings(CelOptions options) {
        RuntimeEquality equality = RuntimeEquality.create(RuntimeHelpers.create(), options);
        return ImmutableSet.<CelFunctionBinding>builder()
                .addAll(add(options, equality))
                .addAll(CelFunctionBinding.fromOverloads(
                        "_[_]",
                        IndexOverload.INDEX_LIST.newFunctionBinding(options, equality),
                        CelFunctionBinding.from(
                                "index_map", Map.class, Object.class, (map, key) -> index(map, key, equality))))
                .addAll(CelFunctionBinding.fromOverloads(
                        "matches",
                        CelFunctionBinding.from("matches", String.class, String.class, SafeFunctions::matches),
                        CelFunctionBinding.from("matches_string", String.class, String.class, SafeFunctions::matches)))
                .addAll(replace())
                .addAll(CelFunctionBinding.fromOverloads(
                        "join",
                        CelFunctionBinding.from("list_join", List.class, list -> join(list, "")),
                        CelFunctionBinding.from("list_join_string", List.class, String.class, SafeFunctions::join)))
                .build();
    }

    private static Object index(Map<?, ?> map, Object key, RuntimeEquality equality) {
        Optional<Object> found = equality.findInMap(map, key);
        if (found.isPresent()) {
            return found.get();
        }
        throw CelAttributeNotFoundException.of(
                map instanceof MapView view ? view.missing(key) : "there is no key " + View.shown(key));
    }

    private static Set<CelFunctionBinding> add(CelOptions options, RuntimeEquality equality) {
        List<CelFunctionBinding> overloads = new ArrayList<>();
        for (AddOverload overload : AddOverload.values()) {
            if (!LIMITED.contains(overload)) {
                overloads.add(overload.newFunctionBinding(options, equality));
            }
        }
        overloads.add(CelFunctionBinding.from("add_string", String.class, String.class, SafeFunctions::concat));
        overloads.add(
                CelFunctionBinding.from("add_bytes", CelByteString.class, CelByteString.class, SafeFunctions::concat));
        overloads.add(CelFunctionBinding.from("add_list", List.class, List.class, SafeFunctions::concat));
        return CelFunctionBinding.fromOverloads("_+_", overloads);
    }

    private static Object concat(String left, String right) {
        Limits.checkLength((long) left.length() + right.length(), "characters");
        return left.concat(right);
    }

    private static Object concat(CelByteString left, CelByteString right) {
        Limits.checkLength((long) left.size() + right.size(), "bytes");
        return left.concat(right);
    }

    private static Object concat(List<?> left, List<?> right) {
        Limits.checkLength((long) left.size() + right.size(), "elements");
        return GrownList.of(left, right);
    }

    private static boolean matches(String text, String regex) {
        return Regexes.compile(regex).matcher(text).find();
    }

    private static Set<CelFunctionBinding> replace() {
        return CelFunctionBinding.fromOverloads(
                "replace",
                CelFunctionBinding.from(
                        "string_replace_string_string",
                        List.of(String.class, String.class, String.class),
                        arguments -> replace(arguments, Long.MAX_VALUE)),
                CelFunctionBinding.from(
                        "string_replace_string_string_int",
                        List.of(String.class, String.class, String.class, Long.class),
                        arguments -> replace(arguments, (Long) arguments[3])));
    }

    private static Object replace(Object[] arguments, long limit) {
        String text = (String) arguments[0];
        String search = (String) arguments[1];
        String replacement = (String) arguments[2];
        StringBuilder result = new StringBuilder();
        long left = limit < 0 ? Long.MAX_VALUE : limit;
        int copied = 0;
        int from = 0;
        while (left > 0 && from <= text.length()) {
            int hit = text.indexOf(search, from);
            if (hit < 0) {
                break;
            }
            Limits.checkLength((long) result.length() + hit - copied + replacement.length(), "characters or more");
            result.append(text, copied, hit).append(replacement);
            copied = hit + search.length();
            boolean isStuck = search.isEmpty() && hit < text.length();
            from = isStuck ? text.offsetByCodePoints(hit, 1) : search.isEmpty() ? hit + 1 : copied;
            left--;
        }
        return result.append(text, copied, text.length()).toString();
    }

    private static Object join(List<?> list, String separator) {
        StringBuilder joined = new StringBuilder();
        boolean isFirst = true;
        for (Object element : list) {
            if (!(element instanceof String text)) {
                throw new IllegalArgumentException(
                        "join takes strings, not " + Types.nameOf(element) + " (expected: list.map(x, string(x)))");
            }
            Limits.checkLength((long) joined.length() + separator.length() + text.length(), "characters or more");
            joined.append(isFirst ? "" : separator).append(text);
            isFirst = false;
        }
        return joined.toString();
    }
}
