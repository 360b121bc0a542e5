package io.wishbone.benchmarks;

import java.nio.charset.StandardCharsets;

/** What the comparison of HTTP sends. */
final class HttpLoad {
    /** How many connections there are, each with one request at a time. */
    static final int CONNECTIONS = 64;

    /** How many lines a request has that has several. */
    static final int LINES = 100;

    private static final int EVENT_BYTES = 256;

    private HttpLoad() {}

    /** An event: an object of JSON of 256 bytes. */
    static byte[] event() {
        String start = "{\"host\":\"web-01\",\"app\":\"bench\",\"level\":\"info\",\"msg\":\"";
        return (start + "a".repeat(EVENT_BYTES - start.length() - 2) + "\"}").getBytes(StandardCharsets.US_ASCII);
    }

    /** A whole request. */
    static byte[] request(boolean isLines) {
        String event = new String(event(), StandardCharsets.US_ASCII);
        String body = isLines ? (event + "\n").repeat(LINES) : event;
        String head = "POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: "
                + body.length() + "\r\n\r\n";
        return (head + body).getBytes(StandardCharsets.US_ASCII);
    }
}
