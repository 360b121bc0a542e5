package io.wishbone.netty;

import io.netty.channel.IoEventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SingleThreadIoEventLoop;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;

/**
 * Event loops that leave no channel open when they end. <em>Thread-safe.</em>
 *
 * <p>Those of Netty 4.2 close their channels at one place of their round and look whether to end at another. If they
 * are told to end between the two, with no quiet period, they end at once: sockets stay open, and what their handlers
 * hold is not released.
 */
final class ClosingEventLoopGroup extends MultiThreadIoEventLoopGroup {
    ClosingEventLoopGroup(int loops, ThreadFactory threads, IoHandlerFactory transport) {
        super(loops, threads, transport);
    }

    @Override
    protected IoEventLoop newChild(Executor executor, IoHandlerFactory transport, Object... args) {
        return new ClosingEventLoop(this, executor, transport);
    }

    private static final class ClosingEventLoop extends SingleThreadIoEventLoop {
        ClosingEventLoop(ClosingEventLoopGroup parent, Executor executor, IoHandlerFactory transport) {
            super(parent, executor, transport);
        }

        @Override
        protected boolean confirmShutdown() {
            if (isShuttingDown() && !isShutdown()) {
                ioHandler().prepareToDestroy();
            }
            return super.confirmShutdown();
        }
    }
}
