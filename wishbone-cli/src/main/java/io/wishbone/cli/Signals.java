package io.wishbone.cli;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.function.Consumer;

/**
 * Hands SIGTERM, SIGINT and SIGHUP to the program, which then decides what to do and on its exit code.
 *
 * <p>With a shutdown hook the exit code would be 143 whatever the hook does, and a second signal would not be seen. The
 * JDK's only other way is {@code sun.misc.Signal}, which is not part of its API, hence the reflection.
 */
final class Signals {
    /** What a terminal sends when it goes, and by long custom an administrator to have files opened again. */
    static final String HANG_UP = "HUP";

    private static final List<String> NAMES = List.of("TERM", "INT", HANG_UP);

    private Signals() {}

    /**
     * Handles signals from now on.
     *
     * @param action gets the signal's name, on a thread of its own for each signal
     */
    static void handle(Consumer<String> action) {
        for (String name : NAMES) {
            try {
                handle(name, action);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("this JDK does not let signal " + name + " be handled", e);
            }
        }
    }

    private static void handle(String name, Consumer<String> action) throws ReflectiveOperationException {
        Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
        Class<?> signalType = Class.forName("sun.misc.Signal");
        Object handler = Proxy.newProxyInstance(
                handlerType.getClassLoader(), new Class<?>[] {handlerType}, (proxy, method, arguments) -> {
                    if (method.getName().equals("handle")) {
                        action.accept(name);
                    }
                    return null;
                });
        Object signal = signalType.getConstructor(String.class).newInstance(name);
        signalType.getMethod("handle", signalType, handlerType).invoke(null, signal, handler);
    }
}
