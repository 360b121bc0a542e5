package io.wishbone.cel.function;

import io.wishbone.event.EventJson;
import io.wishbone.expression.ExpressionFunction;
import io.wishbone.expression.ExpressionFunctions;
import io.wishbone.expression.ExpressionType;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/** Base64 and JSON. <em>Thread-safe.</em> */
public final class EncodingFunctions implements ExpressionFunctions {
    /** For {@link java.util.ServiceLoader}. */
    public EncodingFunctions() {}

    @Override
    public List<ExpressionFunction> functions() {
        return List.of(
                ExpressionFunction.builder("base64_encode")
                        .takes(ExpressionType.STRING)
                        .gives(ExpressionType.STRING)
                        .meaning("Base64 of the text as UTF-8")
                        .calls(arguments -> encode(((String) arguments[0]).getBytes(StandardCharsets.UTF_8))),
                ExpressionFunction.builder("base64_encode")
                        .takes(ExpressionType.BYTES)
                        .gives(ExpressionType.STRING)
                        .meaning("Base64 of the bytes")
                        .calls(arguments -> encode((byte[]) arguments[0])),
                ExpressionFunction.builder("base64_decode")
                        .takes(ExpressionType.STRING)
                        .gives(ExpressionType.BYTES)
                        .meaning("the bytes of a Base64 text; `string(...)` makes text of them")
                        .calls(arguments -> Base64.getDecoder().decode((String) arguments[0])),
                ExpressionFunction.builder("json_encode")
                        .takes(ExpressionType.DYN)
                        .gives(ExpressionType.STRING)
                        .meaning("the value as JSON on one line")
                        .calls(arguments -> EventJson.ofValue(arguments[0])),
                ExpressionFunction.builder("json_decode")
                        .takes(ExpressionType.STRING)
                        .gives(ExpressionType.DYN)
                        .meaning("the value of a JSON text")
                        .calls(arguments -> JsonText.parse((String) arguments[0])));
    }

    private static String encode(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
