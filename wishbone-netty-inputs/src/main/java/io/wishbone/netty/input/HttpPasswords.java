package io.wishbone.netty.input;

import at.favre.lib.crypto.bcrypt.BCrypt;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Users and the bcrypt hashes of their passwords, as {@code htpasswd -B} writes them. <em>Thread-safe.</em> A check
 * takes long, on purpose, also for who does not exist; those that passed are remembered for a while.
 */
final class HttpPasswords {
    private static final Pattern BCRYPT = Pattern.compile("\\$2[abxy]\\$\\d\\d\\$[./A-Za-z0-9]{53}");
    private static final int MOST_REMEMBERED = 1024;
    private static final long REMEMBERED_NANOS = 300_000_000_000L;

    /** What bcrypt looks at. */
    private static final int LONGEST = 72;

    private final KeyedDigest digest;
    private final Map<String, byte[]> hashes = new HashMap<>();
    private final Map<String, Long> passed = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > MOST_REMEMBERED;
        }
    };
    private byte[] anybody = {};

    /**
     * Makes those of a file.
     *
     * @throws IOException if it cannot be read, or is none
     */
    HttpPasswords(KeyedDigest digest, Path file) throws IOException {
        this.digest = digest;
        UserFiles.read(file, this::add);
        if (hashes.isEmpty()) {
            throw new IOException(file + " has no users (expected: such as htpasswd -B makes)");
        }
    }

    private void add(String line) throws IOException {
        int colon = line.indexOf(':');
        if (colon <= 0 || !BCRYPT.matcher(line.substring(colon + 1)).matches()) {
            throw new IOException("no user and bcrypt hash (expected: such as htpasswd -B makes)");
        }
        anybody = line.substring(colon + 1).getBytes(StandardCharsets.US_ASCII);
        hashes.put(line.substring(0, colon), anybody);
    }

    /** Whether a password passed a little while ago. */
    boolean isRemembered(String user, String password, long now) {
        String key = digest.of(user + ":" + password);
        synchronized (passed) {
            Long until = passed.get(key);
            return until != null && until - now > 0;
        }
    }

    /** Checks a password; takes long. */
    boolean check(String user, String password, long now) {
        byte[] hash = hashes.get(user);
        byte[] bytes = password.getBytes(StandardCharsets.UTF_8);
        boolean mayBe = bytes.length <= LONGEST && hash != null;
        boolean isRight = BCrypt.verifyer()
                .verify(bytes.length <= LONGEST ? bytes : new byte[] {1}, hash == null ? anybody : hash)
                .verified;
        if (!mayBe || !isRight) {
            return false;
        }
        synchronized (passed) {
            passed.put(digest.of(user + ":" + password), now + REMEMBERED_NANOS);
        }
        return true;
    }
}
