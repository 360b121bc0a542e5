package io.wishbone.netty.input;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.haproxy.HAProxyCommand;
import io.netty.handler.codec.haproxy.HAProxyMessage;
import io.netty.handler.codec.haproxy.HAProxyMessageDecoder;
import io.netty.handler.codec.haproxy.HAProxyProtocolException;
import io.netty.handler.codec.haproxy.HAProxyProxiedProtocol.AddressFamily;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Looks whether a connection begins with the header of the PROXY protocol, version 1 or 2. <em>Confined to the
 * channel's event loop.</em> It fires a {@link Told}, once, and leaves the pipeline; what follows the header, or all if
 * there is none, goes to the next handler.
 */
final class ProxyHeaderHandler extends ByteToMessageDecoder {
    /** Further fields of a header, such as what the proxy knows of TLS, are skipped; this bounds them. */
    private static final int LONGEST_FIELDS = 4096;

    private static final byte[] TEXT = "PROXY ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] BINARY = {0x0D, 0x0A, 0x0D, 0x0A, 0x00, 0x0D, 0x0A, 0x51, 0x55, 0x49, 0x54, 0x0A};

    /**
     * What came first on a connection.
     *
     * @param header whether it was the header of a proxy
     * @param client for whom the proxy connects; null if there was no header or it does not tell
     * @param local whether the proxy says that it connects for itself, to look whether this side is well
     */
    record Told(boolean header, @Nullable InetSocketAddress client, boolean local) {
        private static final Told NOTHING = new Told(false, null, false);
        private static final Told NOBODY = new Told(true, null, false);
        private static final Told ITSELF = new Told(true, null, true);
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        boolean mayBeHeader = mayBegin(in, TEXT) || mayBegin(in, BINARY);
        if (!mayBeHeader) {
            ctx.fireUserEventTriggered(Told.NOTHING);
            ctx.pipeline().remove(this);
        } else if (begins(in, TEXT) || begins(in, BINARY)) {
            HAProxyMessageDecoder decoder = new HAProxyMessageDecoder(LONGEST_FIELDS);
            ctx.pipeline().addAfter(ctx.name(), null, new Translator());
            ctx.pipeline().addAfter(ctx.name(), null, decoder);
            ctx.pipeline().remove(this);
        }
    }

    /** The stream ends within what could have become a header. */
    @Override
    protected void decodeLast(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        if (in.isReadable()) {
            ctx.fireUserEventTriggered(Told.NOTHING);
            out.add(in.readRetainedSlice(in.readableBytes()));
        }
    }

    /** Says of a malformed header what is wrong with it. */
    static String explain(Throwable refused) {
        Throwable cause = refused;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage());
    }

    private static boolean mayBegin(ByteBuf in, byte[] beginning) {
        int known = Math.min(in.readableBytes(), beginning.length);
        for (int i = 0; i < known; i++) {
            if (in.getByte(in.readerIndex() + i) != beginning[i]) {
                return false;
            }
        }
        return true;
    }

    private static boolean begins(ByteBuf in, byte[] beginning) {
        return in.readableBytes() >= beginning.length && mayBegin(in, beginning);
    }

    /** Makes an address of the header. */
    private static final class Translator extends SimpleChannelInboundHandler<HAProxyMessage> {
        @Override
        protected void channelRead0(ChannelHandlerContext ctx, HAProxyMessage header) throws UnknownHostException {
            ctx.fireUserEventTriggered(told(header));
            ctx.pipeline().remove(this);
        }

        /** The decoder trusts the lengths of fields. */
        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            boolean isOurs = cause instanceof DecoderException && cause.getCause() instanceof IndexOutOfBoundsException;
            ctx.fireExceptionCaught(
                    isOurs ? new HAProxyProtocolException("one of its fields is longer than the header") : cause);
        }

        private static Told told(HAProxyMessage header) throws UnknownHostException {
            if (header.command() == HAProxyCommand.LOCAL) {
                return Told.ITSELF;
            }
            AddressFamily family = header.proxiedProtocol().addressFamily();
            String address = header.sourceAddress();
            if (address == null || (family != AddressFamily.AF_IPv4 && family != AddressFamily.AF_IPv6)) {
                return Told.NOBODY;
            }
            byte[] bytes = NetUtil.createByteArrayFromIpAddressString(address);
            if (bytes == null) {
                return Told.NOBODY;
            }
            return new Told(true, new InetSocketAddress(InetAddress.getByAddress(bytes), header.sourcePort()), false);
        }
    }
}
