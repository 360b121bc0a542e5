package io.wishbone.cel;

import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.values.CelByteString;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelFunctionOverload;
import io.wishbone.expression.ExpressionFunction;
import io.wishbone.expression.ExpressionType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Our functions as CEL's compiler and runtime want them. <em>Immutable.</em> */
final class Bindings {
    private final List<CelFunctionDecl> declarations = new ArrayList<>();
    private final List<CelFunctionBinding> bindings = new ArrayList<>();

    private Bindings() {}

    static Bindings of(List<ExpressionFunction> functions) {
        Map<String, List<ExpressionFunction>> byName = functions.stream()
                .collect(Collectors.groupingBy(ExpressionFunction::name, LinkedHashMap::new, Collectors.toList()));
        Bindings all = new Bindings();
        byName.forEach(all::add);
        return all;
    }

    private void add(String name, List<ExpressionFunction> overloads) {
        if (StandardNames.FUNCTIONS.contains(name)) {
            throw new IllegalArgumentException("function \"" + name + "\" is one of CEL's (expected: another name)");
        }
        declarations.add(CelFunctionDecl.newFunctionDeclaration(
                name, overloads.stream().map(Bindings::declaration).toList()));
        bindings.addAll(CelFunctionBinding.fromOverloads(
                name, overloads.stream().map(Bindings::binding).toList()));
    }

    private static CelOverloadDecl declaration(ExpressionFunction function) {
        return CelOverloadDecl.newGlobalOverload(
                idOf(function),
                typeOf(function.result()),
                function.parameters().stream().map(Bindings::typeOf).toList());
    }

    private static String idOf(ExpressionFunction function) {
        return function.parameters().stream()
                .map(ExpressionType::toString)
                .collect(Collectors.joining("_", "wishbone_" + function.name() + "_", ""));
    }

    @SuppressWarnings("Immutable") // a function may be called by several threads at once: it says so
    private static CelFunctionBinding binding(ExpressionFunction function) {
        String id = idOf(function);
        List<Class<?>> classes = new ArrayList<>();
        function.parameters().forEach(type -> classes.add(classOf(type)));
        // The engine has a shorter way to functions of one and of two arguments, which it demands to be used.
        return switch (classes.size()) {
            case 1 -> CelFunctionBinding.from(id, classes.get(0), argument -> call(function, argument));
            case 2 ->
                CelFunctionBinding.from(
                        id, classes.get(0), classes.get(1), (first, second) -> call(function, first, second));
            default ->
                CelFunctionBinding.from(id, classes, (CelFunctionOverload) arguments -> call(function, arguments));
        };
    }

    private static Object call(ExpressionFunction function, Object... values) throws CelEvaluationException {
        @Nullable Object[] arguments = new Object[values.length];
        for (int i = 0; i < values.length; i++) {
            arguments[i] = JavaValues.of(values[i]);
        }
        try {
            return checked(CelValues.of(function.body().call(arguments), null, function.name() + "()"));
        } catch (Exception e) {
            // Without the cause: its message would be shown in place of this one.
            throw new CelEvaluationException(function.name() + ": " + reason(e));
        }
    }

    private static Object checked(Object value) {
        if (value instanceof String text) {
            Limits.checkLength(text.length(), "characters");
        }
        return value;
    }

    private static String reason(Exception e) {
        @Nullable String message = e.getMessage();
        return message == null ? e.getClass().getSimpleName() : message;
    }

    private static CelType typeOf(ExpressionType type) {
        return switch (type) {
            case STRING -> SimpleType.STRING;
            case BYTES -> SimpleType.BYTES;
            case INT -> SimpleType.INT;
            case DOUBLE -> SimpleType.DOUBLE;
            case BOOL -> SimpleType.BOOL;
            case TIMESTAMP -> SimpleType.TIMESTAMP;
            case DURATION -> SimpleType.DURATION;
            case LIST -> ListType.create(SimpleType.DYN);
            case MAP -> MapType.create(SimpleType.DYN, SimpleType.DYN);
            case DYN -> SimpleType.DYN;
        };
    }

    private static Class<?> classOf(ExpressionType type) {
        return switch (type) {
            case STRING -> String.class;
            case BYTES -> CelByteString.class;
            case INT -> Long.class;
            case DOUBLE -> Double.class;
            case BOOL -> Boolean.class;
            case TIMESTAMP -> Instant.class;
            case DURATION -> Duration.class;
            case LIST -> List.class;
            case MAP -> Map.class;
            case DYN -> Object.class;
        };
    }

    List<CelFunctionDecl> declarations() {
        return declarations;
    }

    List<CelFunctionBinding> bindings() {
        return bindings;
    }

    /** The names of the functions. */
    Set<String> names() {
        return declarations.stream().map(CelFunctionDecl::name).collect(Collectors.toUnmodifiableSet());
    }
}
