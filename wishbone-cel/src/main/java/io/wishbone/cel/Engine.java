package io.wishbone.cel;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.extensions.CelExtensions;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeBuilder;
import dev.cel.runtime.CelRuntimeFactory;
import io.wishbone.expression.ExpressionException;
import io.wishbone.expression.ExpressionFunction;
import java.util.List;

/** CEL's compiler and runtime, as they are set up here. <em>Immutable.</em> */
final class Engine {
    private static final CelOptions OPTIONS = CelOptions.current()
            .enableHeterogeneousNumericComparisons(true)
            .maxExpressionCodePointSize(Limits.SOURCE_LENGTH)
            .maxParseRecursionDepth(Limits.SOURCE_DEPTH)
            .maxRegexProgramSize(Limits.REGEX_SIZE)
            .comprehensionMaxIterations(Limits.ITERATIONS)
            .build();

    private final CelCompiler compiler;
    private final CelRuntime runtime;
    private final CompileErrors errors;

    private Engine(CelCompiler compiler, CelRuntime runtime, CompileErrors errors) {
        this.compiler = compiler;
        this.runtime = runtime;
        this.errors = errors;
    }

    static Engine create(List<ExpressionFunction> functions) {
        Bindings bindings = Bindings.of(functions);
        CelCompilerBuilder compiler = CelCompilerFactory.standardCelCompilerBuilder()
                .setOptions(OPTIONS)
                .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
                .addVar("data", SimpleType.DYN)
                .addVar("header", MapType.create(SimpleType.STRING, MapType.create(SimpleType.STRING, SimpleType.DYN)))
                .addVar("module", SimpleType.STRING)
                .addVar("env", MapType.create(SimpleType.STRING, SimpleType.STRING))
                .addLibraries(CelExtensions.strings(), CelExtensions.math(), CelExtensions.optional())
                .addFunctionDeclarations(bindings.declarations());
        CelRuntimeBuilder runtime = CelRuntimeFactory.plannerRuntimeBuilder()
                .setOptions(OPTIONS)
                .setStandardFunctions(SafeFunctions.standard())
                .addFunctionBindings(SafeFunctions.bindings(OPTIONS))
                .addLibraries(
                        CelExtensions.strings(SafeFunctions.STRINGS), CelExtensions.math(), CelExtensions.optional())
                .addFunctionBindings(bindings.bindings());
        return new Engine(compiler.build(), runtime.build(), new CompileErrors(bindings.names()));
    }

    /**
     * Parses an expression and checks its types.
     *
     * @throws ExpressionException if it is none
     */
    CelAbstractSyntaxTree check(String source) {
        CelValidationResult result = compiler.compile(source);
        try {
            CelAbstractSyntaxTree tree = result.getAst();
            Regexes.check(tree);
            return tree;
        } catch (CelValidationException e) {
            throw errors.of(source, e.getErrors());
        } catch (IllegalArgumentException e) {
            throw new ExpressionException("\"" + source + "\": " + e.getMessage());
        }
    }

    /** Makes a checked expression ready to be evaluated. */
    Program plan(CelAbstractSyntaxTree tree, String source, String module) {
        try {
            return new Program(runtime.createProgram(tree), tree, source, module);
        } catch (CelEvaluationException e) {
            throw new ExpressionException("\"" + source + "\": " + e.getMessage());
        }
    }
}
