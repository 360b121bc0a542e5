package io.wishbone.netty.codec;

import io.wishbone.module.ArgumentException;
import io.wishbone.module.NearestName;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeMap;

/** The codecs that are on the class path. */
public final class CodecProviders {
    private CodecProviders() {}

    /**
     * All codecs that {@code META-INF/services} names, by name.
     *
     * @throws ArgumentException if one of them cannot be loaded or two have one name
     */
    public static List<CodecProvider> installed() {
        return new ArrayList<>(load().values());
    }

    private static Map<String, CodecProvider> load() {
        Map<String, CodecProvider> providers = new TreeMap<>();
        try {
            for (CodecProvider provider : ServiceLoader.load(CodecProvider.class, loader())) {
                if (providers.putIfAbsent(provider.name(), provider) != null) {
                    throw new ArgumentException(
                            "two jars on the class path bring a codec \"" + provider.name() + "\" (expected: one)");
                }
            }
        } catch (ServiceConfigurationError e) {
            throw new ArgumentException("a codec on the class path cannot be loaded: " + e.getMessage()
                    + " (expected: public classes with public constructors in META-INF/services/"
                    + CodecProvider.class.getName() + ")");
        }
        return providers;
    }

    private static ClassLoader loader() {
        ClassLoader ofThread = Thread.currentThread().getContextClassLoader();
        return ofThread == null ? CodecProviders.class.getClassLoader() : ofThread;
    }

    /**
     * The codec of a name, or of a class.
     *
     * @throws ArgumentException if there is none such
     */
    static CodecProvider find(String name) {
        Map<String, CodecProvider> installed = load();
        CodecProvider byName = installed.get(name);
        if (byName != null) {
            return byName;
        }
        if (name.indexOf('.') < 0) {
            throw unknown(name, installed.keySet());
        }
        return make(providerClass(name, installed.keySet()));
    }

    private static ArgumentException unknown(String name, Collection<String> known) {
        return new ArgumentException("unknown codec \"" + name
                + "\" (expected: a class, such as com.example.MyCodec, or " + names(known) + hint(name, known) + ")");
    }

    private static String names(Collection<String> known) {
        return known.isEmpty()
                ? "the name of a codec on the class path, where there is none"
                : "one of " + String.join(", ", known);
    }

    private static String hint(String name, Collection<String> known) {
        return NearestName.find(name, known)
                .map(nearest -> "; did you mean \"" + nearest + "\"?")
                .orElse("");
    }

    private static Class<? extends CodecProvider> providerClass(String name, Collection<String> known) {
        Class<?> found;
        try {
            found = Class.forName(name, false, loader());
        } catch (ClassNotFoundException e) {
            throw new ArgumentException("there is no class \"" + name
                    + "\" on the class path (expected: one that is, or " + names(known) + hint(name, known) + ")");
        } catch (LinkageError e) {
            throw unusable(name, "cannot be loaded: " + e, "one whose jars are all on the class path");
        }
        if (!CodecProvider.class.isAssignableFrom(found)) {
            throw unusable(name, "is no codec", "a class that implements " + CodecProvider.class.getName());
        }
        return found.asSubclass(CodecProvider.class);
    }

    private static CodecProvider make(Class<? extends CodecProvider> type) {
        try {
            Constructor<? extends CodecProvider> constructor = type.getConstructor();
            if (!Modifier.isPublic(type.getModifiers()) || Modifier.isAbstract(type.getModifiers())) {
                throw notPublic(type);
            }
            return constructor.newInstance();
        } catch (NoSuchMethodException | IllegalAccessException | InstantiationException e) {
            throw notPublic(type);
        } catch (InvocationTargetException e) {
            throw unusable(type.getName(), "threw in its constructor: " + e.getCause(), "a constructor that returns");
        } catch (LinkageError e) {
            throw unusable(type.getName(), "cannot be loaded: " + e, "one whose jars are all on the class path");
        }
    }

    private static ArgumentException notPublic(Class<?> type) {
        return unusable(
                type.getName(),
                "cannot be made",
                "a public class that is not abstract, with a public constructor without parameters");
    }

    private static ArgumentException unusable(String name, String why, String expected) {
        return new ArgumentException("class \"" + name + "\" " + why + " (expected: " + expected + ")");
    }
}
