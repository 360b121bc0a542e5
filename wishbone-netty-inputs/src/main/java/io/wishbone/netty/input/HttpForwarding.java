package io.wishbone.netty.input;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Whose word an {@link HttpInput} takes for the address of a client. <em>Immutable.</em> The client is the last address
 * in the header that is none of a trusted proxy, as seen from here.
 *
 * @param header which header the proxies write; default {@link Header#NONE}
 * @param trustedProxies whose header is believed; empty if, and only if, the header is {@link Header#NONE}
 */
public record HttpForwarding(Header header, AddressRanges trustedProxies) {
    /** In which header proxies tell of clients. */
    public enum Header {
        /** In none that is looked at. */
        NONE("-"),
        /** In {@code Forwarded} (RFC 7239). */
        FORWARDED("forwarded"),
        /** In {@code X-Forwarded-For}. */
        X_FORWARDED_FOR("x-forwarded-for");

        private final String field;

        Header(String field) {
            this.field = field;
        }
    }

    /** No proxy is believed. */
    public static final HttpForwarding NONE = new HttpForwarding(Header.NONE, AddressRanges.none());

    public HttpForwarding {
        if (header != Header.NONE && trustedProxies.isEmpty()) {
            throw new IllegalArgumentException("trustedProxies: none (expected: the addresses of the proxies, since"
                    + " anybody else could claim any address)");
        }
        if (header == Header.NONE && !trustedProxies.isEmpty()) {
            throw new IllegalArgumentException("trustedProxies: " + trustedProxies
                    + " (expected: none, since neither a forwarded header nor the PROXY protocol is looked at)");
        }
    }

    /** The name of the header; of no use with {@link Header#NONE}. */
    String field() {
        return header.field;
    }

    /**
     * The client for whom a request was sent.
     *
     * @param peer who sent it
     * @param values what its header says, in the order in which it came
     * @return the client, or the last proxy before whatever makes no sense
     */
    InetAddress clientOf(InetAddress peer, List<String> values) {
        InetAddress client = peer;
        if (header == Header.NONE) {
            return client;
        }
        List<String> hops = new ArrayList<>();
        values.forEach(value -> hops.addAll(split(value, ',')));
        for (int i = hops.size() - 1; i >= 0 && trustedProxies.contains(client); i--) {
            InetAddress before = addressOf(header == Header.FORWARDED ? forOf(hops.get(i)) : hops.get(i));
            if (before == null) {
                break;
            }
            client = before;
        }
        return client;
    }

    /** The node of {@code for=} in an element of RFC 7239; empty if there is none. */
    private static String forOf(String element) {
        for (String pair : split(element, ';')) {
            int equals = pair.indexOf('=');
            if (equals > 0
                    && pair.substring(0, equals).trim().toLowerCase(Locale.ROOT).equals("for")) {
                return pair.substring(equals + 1);
            }
        }
        return "";
    }

    /** Splits where a separator stands outside quotes. */
    private static List<String> split(String text, char separator) {
        List<String> parts = new ArrayList<>();
        boolean quoted = false;
        int begin = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (c == separator && !quoted) {
                parts.add(text.substring(begin, i));
                begin = i + 1;
            }
        }
        parts.add(text.substring(begin));
        return parts;
    }

    /** An address with or without a port, quotes and brackets; null if it is none. */
    private static @Nullable InetAddress addressOf(String hop) {
        String text = hop.trim();
        if (text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"")) {
            text = text.substring(1, text.length() - 1);
        }
        if (text.startsWith("[")) {
            int close = text.indexOf(']');
            text = close < 0 ? text : text.substring(1, close);
        } else if (text.indexOf(':') >= 0 && text.indexOf(':') == text.lastIndexOf(':')) {
            text = text.substring(0, text.indexOf(':'));
        }
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(text);
        if (bytes == null) {
            return null;
        }
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            return null;
        }
    }
}
