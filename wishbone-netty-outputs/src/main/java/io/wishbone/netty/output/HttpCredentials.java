package io.wishbone.netty.output;

import io.wishbone.actor.Home;
import io.wishbone.actor.ModuleContext;
import io.wishbone.actor.Pending;
import io.wishbone.netty.EventLoops;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What an {@link HttpOutput} shows servers. <em>Confined to its module's thread.</em> A file is looked at every 10
 * seconds; one that cannot be used later leaves what was read before.
 */
final class HttpCredentials {
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(10);
    private static final int LARGEST_FILE = 64 << 10;

    private final @Nullable HttpAuth auth;
    private @Nullable String headerValue;
    private Home.@Nullable Timer timer;
    private boolean closed;

    HttpCredentials(@Nullable HttpAuth auth) {
        this.auth = auth;
        if (auth instanceof HttpAuth.Basic basic) {
            headerValue = basic.headerValue();
        } else if (auth instanceof HttpAuth.Bearer bearer) {
            headerValue = "Bearer " + bearer.token();
        }
    }

    /** The header {@code Authorization}; null if there is none. */
    @Nullable String headerValue() {
        return headerValue;
    }

    /** Reads the file, if there is one, off the event loops; the module's start waits for it. */
    void start(ModuleContext context, EventLoops loops, Runnable goOn) {
        if (!(auth instanceof HttpAuth.BearerFile file)) {
            goOn.run();
            return;
        }
        Pending reading = context.begin("read the token");
        loops.executeBlocking(() -> read(file.file()))
                .whenComplete((token, failure) -> context.run(() -> {
                    if (failure == null) {
                        headerValue = "Bearer " + token;
                        lookAgain(context, loops, file.file());
                        goOn.run();
                        reading.done();
                    } else {
                        reading.failed(failure);
                    }
                }));
    }

    private void lookAgain(ModuleContext context, EventLoops loops, Path file) {
        if (closed) {
            return;
        }
        timer = context.schedule(
                LOOK_AGAIN,
                () -> loops.executeBlocking(() -> read(file))
                        .whenComplete((token, failure) -> context.run(() -> {
                            if (failure == null) {
                                headerValue = "Bearer " + token;
                            } else {
                                context.log()
                                        .warn("{}; the token that was read before stays in use", failure.getMessage());
                            }
                            lookAgain(context, loops, file);
                        })));
    }

    private static String read(Path file) throws IOException {
        try {
            if (Files.size(file) > LARGEST_FILE) {
                throw new IOException("token_file " + file + " has more than 64 KiB (expected: a token)");
            }
            String token = Files.readString(file, StandardCharsets.ISO_8859_1).trim();
            return HttpAuth.Bearer.requireToken(token, "token_file " + file);
        } catch (IOException e) {
            throw new IOException("token_file " + file + " cannot be read (" + e + ")", e);
        }
    }

    void close() {
        closed = true;
        Home.Timer running = timer;
        if (running != null) {
            running.cancel();
        }
    }
}
