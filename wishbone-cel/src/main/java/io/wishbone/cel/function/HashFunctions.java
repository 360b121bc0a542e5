package io.wishbone.cel.function;

import io.wishbone.expression.ExpressionFunction;
import io.wishbone.expression.ExpressionFunctions;
import io.wishbone.expression.ExpressionType;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/** Digests of texts, as UTF-8, and of bytes, in lower-case hexadecimal digits. <em>Thread-safe.</em> */
public final class HashFunctions implements ExpressionFunctions {
    /** For {@link java.util.ServiceLoader}. */
    public HashFunctions() {}

    @Override
    public List<ExpressionFunction> functions() {
        return Stream.of(
                        hash("sha256", "the SHA-256 digest", bytes -> digest("SHA-256", bytes)),
                        hash("md5", "the MD5 digest, against accidents only", bytes -> digest("MD5", bytes)),
                        hash("crc32", "the CRC-32 checksum, 8 digits", HashFunctions::crc32))
                .flatMap(List::stream)
                .toList();
    }

    private static List<ExpressionFunction> hash(String name, String meaning, Function<byte[], String> hash) {
        return List.of(
                ExpressionFunction.builder(name)
                        .takes(ExpressionType.STRING)
                        .gives(ExpressionType.STRING)
                        .meaning(meaning + ", of the text as UTF-8")
                        .calls(arguments -> hash.apply(((String) arguments[0]).getBytes(StandardCharsets.UTF_8))),
                ExpressionFunction.builder(name)
                        .takes(ExpressionType.BYTES)
                        .gives(ExpressionType.STRING)
                        .meaning(meaning)
                        .calls(arguments -> hash.apply((byte[]) arguments[0])));
    }

    private static String digest(String algorithm, byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no " + algorithm, e);
        }
    }

    private static String crc32(byte[] bytes) {
        CRC32 checksum = new CRC32();
        checksum.update(bytes);
        return HexFormat.of().toHexDigits((int) checksum.getValue());
    }
}
