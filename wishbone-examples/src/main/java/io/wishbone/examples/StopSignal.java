package io.wishbone.examples;

import java.lang.reflect.Proxy;
import java.util.concurrent.CountDownLatch;

/**
 * Waits for SIGTERM or SIGINT (Ctrl-C). <em>Thread-safe.</em>
 *
 * <p>With a shutdown hook the exit code would be 143 or 130 whatever the hook does. Handling the signal leaves the exit
 * code to the program. The JDK's only way to do so is {@code sun.misc.Signal}, which is not part of its API, hence the
 * reflection.
 */
final class StopSignal {
    private final CountDownLatch received = new CountDownLatch(1);

    private StopSignal() {}

    /** Handles the first signal; a second one ends the process at once. */
    static StopSignal install() {
        StopSignal signal = new StopSignal();
        try {
            signal.handle("TERM");
            signal.handle("INT");
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this JDK does not let signals be handled", e);
        }
        return signal;
    }

    private void handle(String name) throws ReflectiveOperationException {
        Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
        Object defaultHandler = handlerType.getField("SIG_DFL").get(null);
        Object handler = Proxy.newProxyInstance(
                handlerType.getClassLoader(), new Class<?>[] {handlerType}, (proxy, method, arguments) -> {
                    set(name, handlerType, defaultHandler);
                    received.countDown();
                    return null;
                });
        set(name, handlerType, handler);
    }

    private static void set(String name, Class<?> handlerType, Object handler) throws ReflectiveOperationException {
        Class<?> signalType = Class.forName("sun.misc.Signal");
        Object signal = signalType.getConstructor(String.class).newInstance(name);
        signalType.getMethod("handle", signalType, handlerType).invoke(null, signal, handler);
    }

    /** Returns after the first signal. */
    void await() throws InterruptedException {
        received.await();
    }
}
