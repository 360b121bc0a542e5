package io.wishbone.netty.input;

import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Bearer tokens and whose they are. <em>Immutable.</em> They are kept, and looked for, as digests with a key that
 * nobody else has, so that how long a look takes tells nothing of them.
 */
final class HttpBearerTokens {
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/-]+=*");
    private static final Pattern SPACE = Pattern.compile("\\s+");
    private static final int WITH_EXPIRY = 3;

    private record Entry(String user, @Nullable Instant expires) {}

    private final KeyedDigest digest;
    private final Map<String, Entry> tokens = new HashMap<>();

    /**
     * Makes those of a list and a file.
     *
     * @throws IOException if the file cannot be read, or is none
     */
    HttpBearerTokens(KeyedDigest digest, List<String> listed, @Nullable Path file) throws IOException {
        this.digest = digest;
        int number = 0;
        for (String token : listed) {
            tokens.put(digest.of(token), new Entry("token-" + ++number, null));
        }
        if (file != null) {
            UserFiles.read(file, this::add);
        }
    }

    private void add(String line) throws IOException {
        String[] parts = SPACE.split(line, -1);
        if (parts.length < 2 || parts.length > WITH_EXPIRY || !isToken(parts[1])) {
            throw new IOException("no user and token (expected: such as \"ci 8dK2-token-kQ1 2030-01-31T00:00:00Z\")");
        }
        tokens.put(digest.of(parts[1]), new Entry(parts[0], parts.length == WITH_EXPIRY ? time(parts[2]) : null));
    }

    private static Instant time(String text) throws IOException {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new IOException("\"" + text + "\" is no time (expected: such as 2030-01-31T00:00:00Z)", e);
        }
    }

    /** Whether a text may be a token (RFC 6750, 2.1). */
    static boolean isToken(String text) {
        return TOKEN.matcher(text).matches();
    }

    /** Whose a token is; null if it is nobody's or has expired. */
    @Nullable String userOf(String token, Instant now) {
        Entry entry = tokens.get(digest.of(token));
        return entry == null || (entry.expires() != null && !now.isBefore(entry.expires())) ? null : entry.user();
    }
}
