package io.wishbone.netty;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.SingleThreadEventExecutor;
import io.wishbone.actor.Home;
import java.util.concurrent.TimeUnit;

/**
 * An event loop as the home of modules. <em>Thread-safe.</em> Two of them are equal if the loop is the same.
 *
 * @param loop the event loop
 * @param name for logs
 */
public record EventLoopHome(EventLoop loop, String name) implements Home {
    @Override
    public boolean isCurrent() {
        return loop.inEventLoop();
    }

    @Override
    public void execute(Runnable task) {
        loop.execute(task);
    }

    @Override
    public Timer schedule(Runnable task, long delayNanos) {
        Future<?> future = loop.schedule(task, delayNanos, TimeUnit.NANOSECONDS);
        return () -> future.cancel(false);
    }

    @Override
    public StackTraceElement[] stackTrace() {
        return loop instanceof SingleThreadEventExecutor executor
                ? executor.threadProperties().stackTrace()
                : new StackTraceElement[0];
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof EventLoopHome home && home.loop == loop;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(loop);
    }
}
