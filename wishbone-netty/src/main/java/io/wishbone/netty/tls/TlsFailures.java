package io.wishbone.netty.tls;

import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Says in one short sentence why TLS failed on a connection, whatever implements it. */
public final class TlsFailures {
    private static final Pattern JDK_ALERT = Pattern.compile("Received fatal alert: (\\w+)");
    private static final Pattern OPENSSL_ALERT =
            Pattern.compile("(?:TLSV1_ALERT_|SSLV3_ALERT_|TLSV13_ALERT_|TLSV1_|SSLV3_)(\\w+)");
    private static final Pattern NOT_TLS = Pattern.compile("not an SSL/TLS record: ([0-9a-fA-F]*)");
    private static final int SHOWN_BYTES = 24;
    private static final int LONGEST_MESSAGE = 300;

    private static final Map<String, String> ALERTS = Map.ofEntries(
            Map.entry(
                    "unknown_ca",
                    "the peer does not trust our certificate (expected: one signed by an authority that it trusts; or,"
                            + " on its side, ca)"),
            Map.entry(
                    "bad_certificate",
                    "the peer refused our certificate, or wants one and got none (expected: certificate and key that it"
                            + " accepts)"),
            Map.entry(
                    "certificate_required",
                    "the peer wants a certificate and got none (expected: certificate and key that it accepts)"),
            Map.entry(
                    "certificate_expired", "the peer says that our certificate has expired (expected: a renewed one)"),
            Map.entry("certificate_revoked", "the peer says that our certificate was revoked (expected: a new one)"),
            Map.entry(
                    "certificate_unknown",
                    "the peer does not accept our certificate (expected: one that it trusts and that is for the name"
                            + " it wants; its own log says more)"),
            Map.entry(
                    "unsupported_certificate",
                    "the peer does not accept our kind of certificate (expected: one for this use)"),
            Map.entry(
                    "protocol_version",
                    "the peer has no TLS version in common with us (expected: other versions, here or there)"),
            Map.entry(
                    "handshake_failure",
                    "the peer found nothing that both sides accept (expected: other ciphers or versions, or a"
                            + " certificate that it wants from us)"),
            Map.entry(
                    "insufficient_security", "the peer wants stronger ciphers than we offer (expected: other ciphers)"),
            Map.entry(
                    "unrecognized_name",
                    "the peer has no certificate for the name that we asked for (expected: another server_name)"),
            Map.entry(
                    "no_application_protocol",
                    "the peer has no application protocol in common with us (expected: other alpn names)"),
            Map.entry("access_denied", "the peer does not let us in with our certificate (expected: another one)"));

    private static final Set<String> NO_VERSION = Set.of(
            "is not enabled or not supported",
            "is not enabled or supported",
            "not accepted by server preferences",
            "not accepted by client preferences",
            "no appropriate protocol",
            "unsupported_protocol",
            "no_supported_versions_enabled",
            "wrong_ssl_version",
            "inappropriate_fallback");
    private static final Set<String> NO_CIPHER = Set.of(
            "no cipher suites in common", "no_shared_cipher", "no_ciphers_available", "no negotiable cipher suite");
    private static final Set<String> NO_CERTIFICATE =
            Set.of("empty client certificate chain", "peer_did_not_return_a_certificate", "null cert chain");
    private static final Set<String> NO_APPLICATION_PROTOCOL =
            Set.of("no matching application layer protocol", "no_application_protocol", "no application protocol");
    private static final Set<String> CLOSED = Set.of(
            "connection closed while ssl/tls handshake was in progress",
            "closing inbound before receiving peer's close_notify",
            "received close_notify during handshake",
            "handshake aborted",
            "inbound closed before receiving peer's close_notify",
            "engine closed");

    private TlsFailures() {}

    /**
     * The reason, and in parentheses what was expected. It has no secret in it, and of what a peer sent at most the
     * first bytes, in printable form.
     *
     * @param failure the cause of a {@link io.netty.handler.ssl.SslHandshakeCompletionEvent}, or what a pipeline's last
     *     handler caught
     */
    public static String describe(Throwable failure) {
        List<Throwable> causes = causesOf(failure);
        for (Throwable cause : causes) {
            String text = byType(cause);
            if (text != null) {
                return text;
            }
        }
        for (Throwable cause : causes) {
            String text = byMessage(String.valueOf(cause.getMessage()));
            if (text != null) {
                return text;
            }
        }
        return lastResort(causes);
    }

    private static List<Throwable> causesOf(Throwable failure) {
        List<Throwable> causes = new ArrayList<>();
        for (Throwable cause = failure; cause != null && !causes.contains(cause); cause = cause.getCause()) {
            causes.add(cause);
        }
        return causes;
    }

    private static @Nullable String byType(Throwable cause) {
        if (cause instanceof RefusedCertificateException) {
            return cause.getMessage();
        }
        if (cause instanceof NotSslRecordException) {
            return notTls(String.valueOf(cause.getMessage()));
        }
        if (cause instanceof SslHandshakeTimeoutException) {
            return "the handshake took too long (does the peer speak TLS on this port?)";
        }
        if (cause instanceof TooLongFrameException) {
            return "the peer's first message is longer than any of TLS (expected: a ClientHello of 64 KiB or less)";
        }
        return null;
    }

    private static String notTls(String message) {
        Matcher matcher = NOT_TLS.matcher(message);
        String shown = matcher.find() ? printable(matcher.group(1)) : "";
        return "what the peer sent is no TLS" + (shown.isEmpty() ? "" : " but \"" + shown + "\"")
                + " (expected: a peer that speaks TLS on this port, or no tls here)";
    }

    private static String printable(String hex) {
        StringBuilder text = new StringBuilder();
        int bytes = Math.min(SHOWN_BYTES, hex.length() / 2);
        for (int i = 0; i < bytes; i++) {
            char c = (char) Integer.parseInt(hex.substring(2 * i, 2 * i + 2), 16);
            text.append(c >= ' ' && c <= '~' && c != '"' ? c : '.');
        }
        return text.append(hex.length() / 2 > bytes ? "..." : "").toString();
    }

    private static @Nullable String byMessage(String message) {
        Matcher jdk = JDK_ALERT.matcher(message);
        if (jdk.find()) {
            return ofAlert(jdk.group(1).toLowerCase(Locale.ROOT));
        }
        String lower = message.toLowerCase(Locale.ROOT);
        if (has(lower, NO_CERTIFICATE)) {
            return "the client presented no certificate (expected: one, since client_auth is required)";
        }
        if (has(lower, NO_VERSION)) {
            return "there is no TLS version that both sides have (expected: other versions, here or there)";
        }
        if (has(lower, NO_CIPHER)) {
            return "there is no cipher that both sides have (expected: other ciphers or versions, or a certificate with"
                    + " another kind of key)";
        }
        Matcher openSsl = OPENSSL_ALERT.matcher(message);
        if (openSsl.find()) {
            return ofAlert(openSsl.group(1).toLowerCase(Locale.ROOT));
        }
        if (has(lower, NO_APPLICATION_PROTOCOL)) {
            return "there is no application protocol that both sides have (expected: other alpn names)";
        }
        return has(lower, CLOSED) ? closed() : null;
    }

    private static boolean has(String message, Set<String> parts) {
        return parts.stream().anyMatch(message::contains);
    }

    private static String ofAlert(String alert) {
        String known = ALERTS.get(alert);
        return known == null ? "the peer ended TLS with the alert " + alert : known + " [alert " + alert + "]";
    }

    private static String closed() {
        return "the peer closed the connection before TLS was set up (expected: a peer that speaks TLS on this port; its"
                + " own log may say why)";
    }

    private static String lastResort(List<Throwable> causes) {
        Throwable last = causes.get(causes.size() - 1);
        if (causes.stream().anyMatch(ClosedChannelException.class::isInstance)) {
            return closed();
        }
        boolean isReset = last instanceof IOException && !(last instanceof SSLException);
        String message = last.getMessage() == null ? last.getClass().getSimpleName() : last.getMessage();
        String bounded = message.length() > LONGEST_MESSAGE ? message.substring(0, LONGEST_MESSAGE) : message;
        return isReset ? bounded : "TLS failed: " + bounded;
    }
}
