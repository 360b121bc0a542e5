package io.wishbone.cli;

import io.wishbone.cli.bootstrap.AdminAddress;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** Asks an {@link AdminServer}. <em>Confined to one thread.</em> */
final class AdminClient {
    private static final int PATIENCE_MILLIS = 3_000;

    private AdminClient() {}

    /**
     * What is told at {@code /status}, as JSON.
     *
     * @throws IOException if nobody answers in time
     */
    static String status(AdminAddress address) throws IOException {
        HttpURLConnection connection = (HttpURLConnection)
                URI.create("http://" + address + "/status").toURL().openConnection();
        connection.setConnectTimeout(PATIENCE_MILLIS);
        connection.setReadTimeout(PATIENCE_MILLIS);
        try {
            return new String(connection.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } finally {
            connection.disconnect();
        }
    }
}
