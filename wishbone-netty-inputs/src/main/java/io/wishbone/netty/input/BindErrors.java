package io.wishbone.netty.input;

import java.io.IOException;
import java.net.UnknownHostException;
import java.util.concurrent.CompletionException;

/** Says why an input cannot listen and what to do about it. */
final class BindErrors {
    private static final String BEGINNING = "cannot listen on ";

    private BindErrors() {}

    /** The failure of a bind to an address and port, or of what comes before it, with a message for the operator. */
    static IOException explain(String address, int port, Throwable failure) {
        return explain(address + ":" + port, failure, "permission denied (ports below 1024 need a privilege)");
    }

    /** The failure of a bind to a Unix socket or of what comes before it, with a message for the operator. */
    static IOException explainPath(String path, Throwable failure) {
        return explain(path, failure, "permission denied (expected: a directory that this user may write to)");
    }

    private static IOException explain(String where, Throwable failure, String denied) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        String message = String.valueOf(cause.getMessage());
        if (cause instanceof IOException told && message.startsWith(BEGINNING)) {
            return told;
        }
        String reason = message.contains("Permission denied") ? denied : reason(cause, message);
        return new IOException(BEGINNING + where + ": " + reason, cause);
    }

    private static String reason(Throwable cause, String message) {
        if (cause instanceof UnknownHostException) {
            return "the address cannot be resolved (expected: an address of this machine, such as 127.0.0.1)";
        }
        if (message.contains("already in use")) {
            return "the port is in use (stop what listens there, or choose another port; 0 takes any free one)";
        }
        if (message.contains("assign requested")) {
            return "this is no address of this machine (expected: 127.0.0.1, 0.0.0.0 for all, or one that \"ip addr\" shows)";
        }
        return message;
    }
}
