package io.wishbone.netty.tls;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * The contexts of the files as they last could be used. <em>Thread-safe.</em> Handlers are made on event loops without
 * a lock, while another thread looks at the files.
 */
final class CurrentContexts implements AutoCloseable {
    private final TlsConfig config;
    private final Logger log;
    private final BiFunction<TlsConfig, Material, TlsContexts> factory;
    private final List<Path> paths;
    private final AtomicReference<@Nullable TlsContexts> current = new AtomicReference<>();
    private final Object looking = new Object();
    private Map<Path, String> lookedAt;

    /** @throws TlsException if the files cannot be used */
    CurrentContexts(TlsConfig config, Logger log, BiFunction<TlsConfig, Material, TlsContexts> factory) {
        this.config = config;
        this.log = log;
        this.factory = factory;
        this.paths = config.files();
        TlsFiles files = TlsFiles.read(paths);
        this.lookedAt = files.fingerprint();
        current.set(make(files));
    }

    private TlsContexts make(TlsFiles files) {
        Material material = Material.read(config, files);
        TlsContexts made = factory.apply(config, material);
        material.warnOfDates(log);
        return made;
    }

    /**
     * The contexts to use now; the caller releases them.
     *
     * @throws IllegalStateException if closed
     */
    TlsContexts acquire() {
        while (true) {
            TlsContexts now = current.get();
            if (now == null) {
                throw new IllegalStateException("TLS is closed");
            }
            if (now.tryRetain()) {
                return now;
            }
        }
    }

    /** Reads the files and, if one has changed, uses them from now on; tells whether it does. */
    boolean reloadIfChanged() {
        synchronized (looking) {
            TlsContexts old = current.get();
            if (old == null || paths.isEmpty()) {
                return false;
            }
            TlsFiles files = TlsFiles.read(paths);
            Map<Path, String> seen = files.fingerprint();
            if (seen.equals(lookedAt)) {
                return false;
            }
            lookedAt = seen;
            try {
                replace(old, make(files));
            } catch (TlsException e) {
                log.warn(
                        "files of TLS have changed and cannot be used; the earlier ones stay in use: {}",
                        e.getMessage());
                return false;
            }
            log.info("files of TLS have changed; new connections use them");
            return true;
        }
    }

    private void replace(TlsContexts old, TlsContexts made) {
        boolean isOpen = current.compareAndSet(old, made);
        (isOpen ? old : made).release();
    }

    @Override
    public void close() {
        TlsContexts last = current.getAndSet(null);
        if (last != null) {
            last.release();
        }
    }
}
