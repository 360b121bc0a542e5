package io.wishbone.netty.tls;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One block of a PEM file (RFC 7468). <em>Immutable.</em>
 *
 * @param label what it has, such as {@code CERTIFICATE}
 * @param body its lines
 */
record PemBlock(String label, String body) {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]*(?:-(?!----)[^-]*)*+)-----END \\1-----");

    /** All blocks; text between them is left out. */
    static List<PemBlock> parse(byte[] file) {
        List<PemBlock> blocks = new ArrayList<>();
        Matcher matcher = BLOCK.matcher(new String(file, StandardCharsets.ISO_8859_1));
        while (matcher.find()) {
            blocks.add(new PemBlock(matcher.group(1), matcher.group(2)));
        }
        return blocks;
    }

    /** Whether it is encrypted in the way that OpenSSL had before PKCS#8. */
    boolean isEncryptedTheOldWay() {
        return body.contains("Proc-Type:") && body.contains("ENCRYPTED");
    }

    /** @throws IllegalArgumentException if it is no Base64 */
    byte[] der() {
        return Base64.getMimeDecoder().decode(body.strip());
    }

    /** Leaves the body out: it may be a key. */
    @Override
    public String toString() {
        return label;
    }
}
