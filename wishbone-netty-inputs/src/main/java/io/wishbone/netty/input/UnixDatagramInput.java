package io.wishbone.netty.input;

import io.netty.channel.Channel;
import io.netty.channel.ReflectiveChannelFactory;
import io.netty.channel.unix.DomainDatagramChannel;
import io.wishbone.netty.EventLoops;
import io.wishbone.netty.UnixSocketFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

/**
 * Listens on a Unix datagram socket, as {@code /dev/log} is one, and makes an event of each datagram.
 *
 * <p>Data is {@code byte[]}, byte for byte, and an empty datagram is an empty event; or it is what a protocol makes of
 * the datagram, and one that is no such message goes to {@code failed} as it came. The header has, under the module's
 * name, {@code transport} ({@code unix}), {@code local_path} and, where the sender's socket has one,
 * {@code remote_path}. Outlet: {@code outbox}.
 *
 * <p>Nothing is lost while the pipeline is full: then nothing is read, and a sender waits, or gets EAGAIN if it asked
 * for that; how many datagrams the kernel keeps is {@code net.unix.max_dgram_qlen} on Linux. A datagram that is longer
 * than {@code max_datagram} is dropped and counted, never cut.
 *
 * <p>The file of a dead process's socket is replaced, and the socket's own file is removed at a stop; then what the
 * kernel has is read and passed on. Needs epoll or kqueue.
 *
 * <p>Counters: {@code dropped_oversize_total}, {@code undecodable_total}.
 */
public final class UnixDatagramInput extends DatagramInput {
    private static final Path QUEUE_LENGTH = Path.of("/proc/sys/net/unix/max_dgram_qlen");

    /** More than what systems that count bytes keep for such a socket by default. */
    private static final long HELD_ELSEWHERE_BYTES = 1 << 20;

    private final UnixDatagramInputConfig config;
    private final UnixSocketFile file;

    /** Makes the module; it listens once its router has started. */
    public UnixDatagramInput(UnixDatagramInputConfig config) {
        super(config.settings());
        this.config = config;
        this.file = config.file();
    }

    @Override
    String where() {
        return config.path();
    }

    @Override
    Throwable explain(Throwable failure) {
        return BindErrors.explainPath(config.path(), failure);
    }

    @Override
    CompletableFuture<Void> listen(EventLoops serving) {
        Class<? extends DomainDatagramChannel> type = serving.transport().unixDatagramChannel();
        return serving.executeBlocking(() -> file.prepare(serving.transport()))
                .thenCompose(address -> bind(0, new ReflectiveChannelFactory<>(type), false, address))
                .thenAccept(channel -> log().info("listening on {} ({})", file, serving.transport()));
    }

    @Override
    void bound(Channel channel) throws IOException {
        file.bound();
    }

    /** First of all nobody else finds the socket. */
    @Override
    public void onDrain() {
        file.release();
        super.onDrain();
    }

    @Override
    void closing(Channel channel) {
        file.release();
    }

    @Override
    long kernelHolds(Channel channel) {
        long perDatagram = (long) config.maxDatagramBytes() + DatagramReceiver.OVERHEAD_BYTES;
        try {
            // Linux counts datagrams instead of bytes; one more than it says.
            return (Long.parseLong(Files.readString(QUEUE_LENGTH).trim()) + 1) * perDatagram;
        } catch (IOException | NumberFormatException elsewhere) {
            return HELD_ELSEWHERE_BYTES;
        }
    }

    @Override
    HeaderSource headersFor(Channel channel) {
        return new UnixSenderHeaders(moduleName(), config.path());
    }
}
