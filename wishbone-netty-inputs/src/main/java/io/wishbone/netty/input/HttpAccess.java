package io.wishbone.netty.input;

import io.netty.channel.EventLoop;
import io.wishbone.netty.EventLoops;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Lets in who has a password or a token that a resource takes. <em>Thread-safe.</em> Passwords are checked off the
 * event loops, so many at a time.
 */
final class HttpAccess {
    private static final int MOST_CHECKS = 64;
    private static final String BASIC = "basic ";
    private static final String BEARER = "bearer ";

    /** Told who somebody is, on the event loop. */
    interface Result {
        /**
         * Tells.
         *
         * @param user null if refused
         * @param refusal null if let in
         */
        void tell(@Nullable String user, @Nullable HttpRefusal refusal);
    }

    /** What was read of the files. */
    private record Known(@Nullable HttpPasswords passwords, HttpBearerTokens tokens) {}

    private final HttpAuth auth;
    private final String challenge;
    private final AtomicInteger checks = new AtomicInteger();
    private volatile @Nullable EventLoops loops;
    private volatile @Nullable Known known;

    HttpAccess(HttpAuth auth) {
        this.auth = auth;
        String realm = " realm=\"" + auth.realm() + "\"";
        String basic = auth.takesPasswords() ? "Basic" + realm + ", charset=\"UTF-8\"" : "";
        String bearer = auth.takesTokens() ? "Bearer" + realm : "";
        this.challenge = basic + (basic.isEmpty() || bearer.isEmpty() ? "" : ", ") + bearer;
    }

    /** Reads the files, off the event loops; what was known before stays if that fails. */
    CompletableFuture<Boolean> start(EventLoops serving) {
        loops = serving;
        return serving.executeBlocking(() -> {
            known = read();
            return true;
        });
    }

    private Known read() throws IOException {
        KeyedDigest digest = new KeyedDigest();
        return new Known(
                auth.passwords() == null ? null : new HttpPasswords(digest, auth.passwords()),
                new HttpBearerTokens(digest, auth.tokens(), auth.tokenFile()));
    }

    /** Looks who somebody is. On the event loop. */
    void check(List<String> authorization, EventLoop loop, Result result) {
        Known users = known;
        if (authorization.size() != 1 || users == null) {
            result.tell(null, refusal("who are you"));
            return;
        }
        String given = authorization.get(0);
        String scheme = given.substring(0, given.indexOf(' ') + 1).toLowerCase(Locale.ROOT);
        String credentials = given.substring(scheme.length()).trim();
        if (scheme.equals(BEARER) && auth.takesTokens()) {
            String user =
                    users.tokens().userOf(credentials, InstantSource.system().instant());
            result.tell(user, user == null ? refusal("the token is not known or has expired") : null);
        } else if (scheme.equals(BASIC) && users.passwords() != null) {
            checkPassword(users.passwords(), credentials, loop, result);
        } else {
            result.tell(null, refusal("this way to log in is not taken"));
        }
    }

    private void checkPassword(HttpPasswords passwords, String credentials, EventLoop loop, Result result) {
        String decoded;
        try {
            decoded = new String(Base64.getDecoder().decode(credentials), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            result.tell(null, refusal("these are no credentials"));
            return;
        }
        int colon = decoded.indexOf(':');
        String user = decoded.substring(0, Math.max(0, colon));
        String password = decoded.substring(colon + 1);
        EventLoops serving = loops;
        if (colon > 0 && passwords.isRemembered(user, password, System.nanoTime())) {
            result.tell(user, null);
        } else if (colon <= 0 || serving == null) {
            result.tell(null, refusal("these are no credentials"));
        } else if (checks.incrementAndGet() > MOST_CHECKS) {
            checks.decrementAndGet();
            result.tell(null, HttpRefusal.unavailable("too many log in at a time"));
        } else {
            serving.executeBlocking(() -> passwords.check(user, password, System.nanoTime()))
                    .whenComplete((isRight, failure) -> loop.execute(() -> {
                        checks.decrementAndGet();
                        boolean isIn = failure == null && isRight;
                        result.tell(isIn ? user : null, isIn ? null : refusal("user or password is wrong"));
                    }));
        }
    }

    private HttpRefusal refusal(String reason) {
        return HttpRefusal.unauthorized(reason, challenge);
    }
}
