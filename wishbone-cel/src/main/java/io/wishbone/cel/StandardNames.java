package io.wishbone.cel;

import dev.cel.checker.CelStandardDeclarations.StandardFunction;
import dev.cel.common.CelFunctionDecl;
import dev.cel.extensions.CelExtensions;
import dev.cel.parser.CelStandardMacro;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The names that the language has by itself. */
final class StandardNames {
    /** Its variables. */
    static final Set<String> VARIABLES = Set.of("data", "header", "module", "env");

    /** Its functions and macros. */
    static final Set<String> FUNCTIONS = Stream.of(
                    Arrays.stream(StandardFunction.values())
                            .map(StandardFunction::functionDecl)
                            .map(CelFunctionDecl::name),
                    CelExtensions.strings().functions().stream().map(CelFunctionDecl::name),
                    CelExtensions.math().functions().stream().map(CelFunctionDecl::name),
                    CelExtensions.optional().functions().stream().map(CelFunctionDecl::name),
                    CelStandardMacro.STANDARD_MACROS.stream().map(CelStandardMacro::getFunction))
            .flatMap(names -> names)
            .filter(name -> Character.isLetter(name.charAt(0)))
            .collect(Collectors.toUnmodifiableSet());

    private StandardNames() {}
}
