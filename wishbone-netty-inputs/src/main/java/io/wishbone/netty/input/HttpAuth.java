package io.wishbone.netty.input;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who may send to a resource of an {@link HttpInput}. <em>Immutable.</em> One of what it has is enough. The files are
 * read at the start and again when the router is asked to reopen.
 *
 * @param passwords a file of users and bcrypt hashes, as {@code htpasswd -B} writes it, for HTTP Basic (RFC 7617); null
 *     is none
 * @param tokens bearer tokens (RFC 6750), of 16 characters or more
 * @param tokenFile a file with a user, a bearer token and, optionally, the time when it expires in each line; null is
 *     none
 * @param realm what clients are told that they log in to; default {@code wishbone}
 */
public record HttpAuth(
        @Nullable Path passwords,
        List<String> tokens,
        @Nullable Path tokenFile,
        String realm) {
    /** What clients are told that they log in to if nothing else is said. */
    public static final String DEFAULT_REALM = "wishbone";

    private static final int SHORTEST_TOKEN = 16;

    public HttpAuth {
        tokens = List.copyOf(tokens);
        if (passwords == null && tokenFile == null && tokens.isEmpty()) {
            throw new IllegalArgumentException("auth: nothing (expected: passwords, tokens or tokenFile)");
        }
        for (String token : tokens) {
            if (token.length() < SHORTEST_TOKEN || !HttpBearerTokens.isToken(token)) {
                // Without the value, which is a secret.
                throw new IllegalArgumentException("tokens: one is no token (expected: " + SHORTEST_TOKEN
                        + " or more letters, digits and any of -._~+/=)");
            }
        }
        if (realm.isEmpty() || realm.chars().anyMatch(c -> c < ' ' || c > '~' || c == '"' || c == '\\')) {
            throw new IllegalArgumentException(
                    "realm: \"" + realm + "\" (expected: printable ASCII without quotes and backslashes)");
        }
    }

    boolean takesPasswords() {
        return passwords != null;
    }

    boolean takesTokens() {
        return tokenFile != null || !tokens.isEmpty();
    }

    /** Leaves tokens out. */
    @Override
    public String toString() {
        return "passwords " + passwords + ", " + tokens.size() + " token(s), token file " + tokenFile + ", realm "
                + realm;
    }
}
