package io.wishbone.netty.tls;

import io.wishbone.module.ArgumentException;
import io.wishbone.module.ArgumentType;
import io.wishbone.module.NearestName;
import io.wishbone.module.Parts;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The argument {@code tls} of network modules: a map, as bootstrap files say it. <em>Immutable.</em> */
public final class TlsArgument {
    private static final List<String> BOTH = List.of(
            "certificate",
            "key",
            "key_password",
            "keystore",
            "keystore_password",
            "ca",
            "versions",
            "alpn",
            "ciphers",
            "provider",
            "reload_interval");
    private static final List<String> SERVER_ONLY = List.of("certificates", "client_auth");
    private static final List<String> CLIENT_ONLY = List.of("server_name", "verify");
    private static final List<String> CERTIFICATE = List.of("certificate", "key", "key_password");

    private static final ArgumentType<String> TEXT = ArgumentType.of("text that is not empty", raw -> {
        String text = ArgumentType.text().read(raw);
        if (text.isBlank()) {
            throw new ArgumentException("text that is not empty");
        }
        return text;
    });
    private static final ArgumentType<Path> FILE = ArgumentType.of("a file", raw -> Path.of(TEXT.read(raw)));
    /** Its messages never have the value; the parentheses keep the reader of files from adding it. */
    private static final ArgumentType<String> SECRET = ArgumentType.of("text", raw -> {
        if (raw instanceof Iterable || raw instanceof Map) {
            throw new ArgumentException("a password is no text (expected: text, not a list or a map)");
        }
        return raw.toString();
    });

    private static final ArgumentType<TlsVersion> VERSION = ArgumentType.of("TLSv1.2 or TLSv1.3", raw -> {
        String text = ArgumentType.text().read(raw);
        return Arrays.stream(TlsVersion.values())
                .filter(version -> version.protocol().equals(text))
                .findFirst()
                .orElseThrow(() -> new ArgumentException("TLSv1.2 or TLSv1.3"));
    });

    private static final ArgumentType<TlsConfig> SERVER = ArgumentType.of(
            "a map such as {certificate: server.pem, key: server.key}; see docs/tls.md", raw -> read(raw, Side.SERVER));
    private static final ArgumentType<TlsConfig> CLIENT = ArgumentType.of(
            "a map such as {ca: ca.pem}, or {} for all defaults; see docs/tls.md", raw -> read(raw, Side.CLIENT));

    private static final ArgumentType<TlsConfig> EITHER = ArgumentType.of(
            "a map such as {certificate: server.pem, key: server.key}, or for a client {ca: ca.pem}; see docs/tls.md",
            raw -> read(raw, Side.EITHER));

    /** Whose settings a map may have. */
    private enum Side {
        SERVER,
        CLIENT,
        EITHER
    }

    private TlsArgument() {}

    /** The type for modules that listen. */
    public static ArgumentType<TlsConfig> server() {
        return SERVER;
    }

    /** The type for modules that connect. */
    public static ArgumentType<TlsConfig> client() {
        return CLIENT;
    }

    /** The type for modules that do one or the other; they check by {@link TlsConfig#requireServer} or its like. */
    public static ArgumentType<TlsConfig> either() {
        return EITHER;
    }

    private static TlsConfig read(Object raw, Side side) {
        boolean isServer = side == Side.SERVER;
        if (!(raw instanceof Map<?, ?> map)) {
            // Complete, so that the value, which may have a password in it, is not shown.
            throw new ArgumentException(
                    "tls is no map (expected: " + (isServer ? SERVER.description() : CLIENT.description()) + ")");
        }
        List<String> known = new ArrayList<>(BOTH);
        if (side != Side.CLIENT) {
            known.addAll(SERVER_ONLY);
        }
        if (side != Side.SERVER) {
            known.addAll(CLIENT_ONLY);
        }
        List<String> misplaced = new ArrayList<>(SERVER_ONLY);
        misplaced.addAll(CLIENT_ONLY);
        misplaced.removeAll(known);
        Keys keys = new Keys("tls", map, known, misplaced, isServer);
        TlsConfig.Builder builder = TlsConfig.builder();
        readIdentity(keys, builder);
        keys.read("ca", FILE).ifPresent(builder::ca);
        keys.read("client_auth", ArgumentType.choice(TlsClientAuth.class)).ifPresent(builder::clientAuth);
        keys.read("server_name", TEXT).ifPresent(builder::serverName);
        keys.read("verify", ArgumentType.flag()).ifPresent(builder::verify);
        keys.read("versions", ArgumentType.listOf(VERSION)).ifPresent(versions -> builder.versions(setOf(versions)));
        keys.read("alpn", ArgumentType.listOf(TEXT)).ifPresent(builder::alpn);
        keys.read("ciphers", ArgumentType.listOf(TEXT)).ifPresent(builder::ciphers);
        keys.read("provider", ArgumentType.choice(TlsProvider.class)).ifPresent(builder::provider);
        keys.read("reload_interval", ArgumentType.duration(Duration.ZERO)).ifPresent(builder::reloadInterval);
        if (isServer) {
            checkServer(keys);
        }
        keys.check();
        TlsConfig read = builder.build();
        return switch (side) {
            case SERVER -> read.requireServer();
            case CLIENT -> read.requireClient();
            case EITHER -> read;
        };
    }

    private static EnumSet<TlsVersion> setOf(List<TlsVersion> versions) {
        EnumSet<TlsVersion> set = EnumSet.noneOf(TlsVersion.class);
        set.addAll(versions);
        return set;
    }

    private static void readIdentity(Keys keys, TlsConfig.Builder builder) {
        readCertificate(keys).ifPresent(builder::certificate);
        keys.read("certificates", ArgumentType.listOf(ArgumentType.of("a map", TlsArgument::readListed)))
                .ifPresent(listed -> listed.forEach(builder::certificate));
        Optional<Path> keystore = keys.read("keystore", FILE);
        Optional<String> password = keys.read("keystore_password", SECRET);
        keystore.ifPresent(file -> builder.keystore(file, password.orElse(null)));
        if (!keys.has("keystore") && keys.has("keystore_password")) {
            keys.complain("keystore_password", "there is no keystore (expected: keystore, a PKCS#12 file)");
        }
        if (keys.has("keystore") && (keys.has("certificate") || keys.has("certificates"))) {
            keys.complain("keystore", "there is also a certificate (expected: keystore or certificate, not both)");
        }
    }

    private static TlsCertificate readListed(Object raw) {
        if (!(raw instanceof Map<?, ?> map)) {
            throw new ArgumentException("the item is no map (expected: {certificate: a.pem, key: a.key})");
        }
        Keys keys = new Keys("certificates", map, CERTIFICATE, List.of(), true);
        Optional<TlsCertificate> read = readCertificate(keys);
        keys.check();
        return read.orElseThrow(() ->
                new ArgumentException("the item has no certificate (expected: {certificate: a.pem, key: a.key})"));
    }

    private static Optional<TlsCertificate> readCertificate(Keys keys) {
        Optional<Path> certificate = keys.read("certificate", FILE);
        Optional<Path> key = keys.read("key", FILE);
        Optional<String> password = keys.read("key_password", SECRET);
        if (keys.has("certificate") && !keys.has("key")) {
            keys.complain("certificate", "there is no \"key\" (expected: key, the PEM file of its private key)");
        } else if (keys.has("key") && !keys.has("certificate")) {
            keys.complain(
                    "key", "there is no \"certificate\" (expected: certificate, the PEM file of its certificate)");
        } else if (keys.has("key_password") && !keys.has("key")) {
            keys.complain("key_password", "there is no \"key\" (expected: key, the PEM file that it opens)");
        }
        return certificate.isPresent() && key.isPresent()
                ? Optional.of(new TlsCertificate(certificate.get(), key.get(), password.orElse(null)))
                : Optional.empty();
    }

    private static void checkServer(Keys keys) {
        if (!keys.has("certificate") && !keys.has("certificates") && !keys.has("keystore") && !keys.has("key")) {
            keys.complainOfAll(
                    "a server has no certificate (expected: certificate and key, certificates, or keystore)");
        }
        Object wanted = keys.given("client_auth");
        boolean asks = wanted != null && !wanted.toString().equals("none");
        if (asks && !keys.has("ca")) {
            keys.complain(
                    "client_auth",
                    "there is no \"ca\" (expected: ca, the PEM file of the authorities that sign clients'"
                            + " certificates)");
        } else if (!asks && keys.has("ca")) {
            keys.complain(
                    "ca",
                    "clients are not asked for certificates (expected: client_auth, optional or required, with it)");
        }
    }

    /** The keys of a map. <em>Confined to the thread that reads them.</em> */
    private static final class Keys {
        private final Map<?, ?> given;
        private final Parts parts = new Parts();
        private final List<ArgumentException> ofAll = new ArrayList<>();

        Keys(String owner, Map<?, ?> given, List<String> known, List<String> misplaced, boolean isServer) {
            this.given = given;
            for (Object key : given.keySet()) {
                String name = key.toString();
                if (misplaced.contains(name)) {
                    complain(
                            name,
                            "\"" + name + "\" is for modules that " + (isServer ? "connect" : "listen")
                                    + " (expected: one of " + String.join(", ", known) + ")");
                } else if (!known.contains(name)) {
                    String hint = NearestName.find(name, known)
                            .map(nearest -> "; did you mean \"" + nearest + "\"?")
                            .orElse("");
                    complain(
                            name,
                            "unknown option \"" + name + "\" of " + owner + " (expected: one of "
                                    + String.join(", ", known) + hint + ")");
                }
            }
        }

        boolean has(String key) {
            return given.containsKey(key);
        }

        @Nullable Object given(String key) {
            return given.get(key);
        }

        <T> Optional<T> read(String key, ArgumentType<T> type) {
            Object raw = given.get(key);
            if (raw == null && given.containsKey(key)) {
                complain(key, "\"" + key + "\" has no value (expected: " + type.description() + ")");
            }
            return raw == null ? Optional.empty() : parts.read(key, () -> type.read(raw));
        }

        void complain(String key, String message) {
            parts.read(key, () -> {
                throw new ArgumentException(message);
            });
        }

        void complainOfAll(String message) {
            ofAll.add(new ArgumentException(message));
        }

        void check() {
            parts.check();
            if (!ofAll.isEmpty()) {
                throw ofAll.get(0);
            }
        }
    }
}
