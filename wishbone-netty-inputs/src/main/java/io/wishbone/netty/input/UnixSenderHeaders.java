package io.wishbone.netty.input;

import io.netty.channel.unix.DomainSocketAddress;
import io.wishbone.event.Header;
import java.net.SocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The headers of those who send to a Unix socket: one for all that have no path, which are nearly all, and that of the
 * last one with a path. <em>Confined to the channel's event loop.</em>
 */
final class UnixSenderHeaders implements HeaderSource {
    private final String module;
    private final String localPath;
    private final Header unbound;
    private String lastPath = "";
    private Header last;

    UnixSenderHeaders(String module, String localPath) {
        this.module = module;
        this.localPath = localPath;
        this.unbound = make("");
        this.last = unbound;
    }

    @Override
    public Header of(SocketAddress sender) {
        String path = ((DomainSocketAddress) sender).path();
        if (path.isEmpty()) {
            return unbound;
        }
        if (!path.equals(lastPath)) {
            last = make(path.charAt(0) == '\0' ? "@" + path.substring(1) : path);
            lastPath = path;
        }
        return last;
    }

    private Header make(String remotePath) {
        Map<String, Object> entries = new LinkedHashMap<>();
        if (!remotePath.isEmpty()) {
            entries.put("remote_path", remotePath);
        }
        entries.put("local_path", localPath);
        entries.put("transport", "unix");
        return Header.of(module, entries);
    }
}
