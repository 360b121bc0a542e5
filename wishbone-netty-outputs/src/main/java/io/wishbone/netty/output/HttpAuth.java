package io.wishbone.netty.output;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;

/** How an {@link HttpOutput} says who it is. <em>Immutable</em>; their texts show no secret. */
public sealed interface HttpAuth {
    /**
     * By name and password, as RFC 7617 says.
     *
     * @param username without a colon
     * @param password any text
     */
    record Basic(String username, String password) implements HttpAuth {
        public Basic {
            StreamOutputConfig.check(
                    username.indexOf(':') < 0, "username", "\"" + username + "\"", "a name without a colon");
        }

        String headerValue() {
            byte[] both = (username + ":" + password).getBytes(StandardCharsets.UTF_8);
            return "Basic " + Base64.getEncoder().encodeToString(both);
        }

        @Override
        public String toString() {
            return "Basic[username=" + username + "]";
        }
    }

    /**
     * By a token, as RFC 6750 says.
     *
     * @param token ASCII without spaces
     */
    record Bearer(String token) implements HttpAuth {
        public Bearer {
            requireToken(token, "token");
        }

        /** Refuses what cannot stand in a header, without showing it. */
        static String requireToken(String token, String where) {
            if (token.isEmpty() || token.chars().anyMatch(c -> c <= ' ' || c > '~')) {
                throw new IllegalArgumentException(
                        where + " has no usable token (expected: printable ASCII without spaces)");
            }
            return token;
        }

        @Override
        public String toString() {
            return "Bearer[]";
        }
    }

    /**
     * By a token that a file has, which is read again when it has changed.
     *
     * @param file has the token, and spaces or line ends around it at most
     */
    record BearerFile(Path file) implements HttpAuth {}
}
