package io.wishbone.netty.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wishbone.module.Argument;
import io.wishbone.module.ArgumentException;
import io.wishbone.module.ArgumentType;
import io.wishbone.module.Arguments;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CodecArgumentsTest {
    private static final Argument<String> FRAMING =
            Argument.defaulted("framing", ArgumentType.text(), "lines", "how events are told apart");
    private static final String PLAIN = Providers.Plain.class.getName();
    private static final String NO_SERVICE = "the name of a codec on the class path, where there is none";

    @TempDir
    private Path jar;

    private ClassLoader before = ClassLoader.getSystemClassLoader();

    @BeforeEach
    void keepsTheLoader() {
        before = Thread.currentThread().getContextClassLoader();
    }

    @AfterEach
    void putsTheLoaderBack() {
        Thread.currentThread().setContextClassLoader(before);
    }

    private void install(String... providers) throws Exception {
        Path services = Files.createDirectories(jar.resolve("META-INF/services"));
        Files.write(services.resolve(CodecProvider.class.getName()), List.of(providers));
        Thread.currentThread()
                .setContextClassLoader(new URLClassLoader(new URL[] {jar.toUri().toURL()}, before));
    }

    private static Optional<Codec> read(Map<String, ?> given) {
        List<Argument<?>> declared = List.of(FRAMING, CodecArguments.CODEC, CodecArguments.VALUES);
        return CodecArguments.read(Arguments.read("wishbone.output.x", declared, "out", given), FRAMING);
    }

    @Test
    void isNoneIfNoneIsAskedFor() {
        assertThat(read(Map.of())).isEmpty();
        assertThat(read(Map.of("framing", "lines"))).isEmpty();
    }

    @Test
    void findsACodecByItsClass() {
        assertThat(read(Map.of("codec", PLAIN))).contains(new Providers.Made(64, "out"));
    }

    @Test
    void findsACodecByItsName() throws Exception {
        install(PLAIN);

        assertThat(read(Map.of("codec", "plain", "codec_arguments", Map.of("max_frame", "7"))))
                .contains(new Providers.Made(7, "out"));
        assertThat(CodecProviders.installed()).extracting(CodecProvider::name).containsExactly("plain");
    }

    @Test
    void findsACodecWhereTheThreadHasNoClassLoader() {
        Thread.currentThread().setContextClassLoader(null);

        assertThat(read(Map.of("codec", PLAIN))).isPresent();
    }

    static Stream<org.junit.jupiter.params.provider.Arguments> mistakes() {
        String place = Providers.class.getName();
        return Stream.of(
                mistake(
                        Map.of("codec_arguments", Map.of("max_frame", 7)),
                        "codec_arguments are given without a codec (expected: both, or none)"),
                mistake(
                        Map.of("codec", PLAIN, "framing", "lines"),
                        "\"framing\" and \"codec\" are both given (expected: one of them, since a codec does all that"
                                + " \"framing\" is for)"),
                mistake(Map.of("codec", PLAIN, "codec_arguments", "fast"), "a map, such as {max_frame: 4KiB}"),
                mistake(
                        Map.of("codec", PLAIN, "codec_arguments", Map.of("max_frames", 7)),
                        "unknown argument \"max_frames\" of codec plain; did you mean \"max_frame\"?"),
                mistake(
                        Map.of("codec", PLAIN, "codec_arguments", Map.of("max_frame", 700)),
                        "argument \"max_frame\" of codec plain has a wrong value (expected: a whole number, 1 to 100)"),
                mistake(
                        Map.of("codec", PLAIN, "codec_arguments", Map.of("pin", "swordfish")),
                        "argument \"pin\" of codec plain has a wrong value (expected: a whole number, 0 to 9999)"),
                mistake(
                        Map.of("codec", place + "$Demanding"),
                        "argument \"unit\" of codec demanding is missing (expected: text)"),
                mistake(
                        Map.of("codec", PLAIN, "codec_arguments", Map.of("unit", "miles")),
                        "codec plain: unit: miles (expected: none)"),
                mistake(
                        Map.of("codec", "modbus"),
                        "unknown codec \"modbus\" (expected: a class, such as com.example.MyCodec, or " + NO_SERVICE
                                + ")"),
                mistake(
                        Map.of("codec", "com.example.Missing"),
                        "there is no class \"com.example.Missing\" on the class path (expected: one that is, or "
                                + NO_SERVICE + ")"),
                mistake(
                        Map.of("codec", "java.lang.String"),
                        "class \"java.lang.String\" is no codec (expected: a class that implements"
                                + " io.wishbone.netty.codec.CodecProvider)"),
                unmade(place + "$Closed"),
                unmade(place + "$Hidden"),
                unmade(place + "$Unfinished"),
                mistake(
                        Map.of("codec", place + "$Throwing"),
                        "class \"" + place + "$Throwing\" threw in its constructor: java.lang.IllegalStateException:"
                                + " no licence (expected: a constructor that returns)"),
                mistake(
                        Map.of("codec", place + "$Unlinked"),
                        "class \"" + place + "$Unlinked\" cannot be loaded: java.lang.ExceptionInInitializerError"
                                + " (expected: one whose jars are all on the class path)"));
    }

    private static org.junit.jupiter.params.provider.Arguments unmade(String name) {
        return mistake(
                Map.of("codec", name),
                "class \"" + name + "\" cannot be made (expected: a public class that is not abstract, with a public"
                        + " constructor without parameters)");
    }

    private static org.junit.jupiter.params.provider.Arguments mistake(Map<String, ?> given, String message) {
        return org.junit.jupiter.params.provider.Arguments.of(given, message);
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("mistakes")
    void saysWhatIsWrong(Map<String, ?> given, String message) {
        assertThatThrownBy(() -> read(given))
                .isInstanceOf(ArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void namesTheNearestAndAllCodecsForAnUnknownName() throws Exception {
        install(PLAIN);

        assertThatThrownBy(() -> read(Map.of("codec", "plane")))
                .isInstanceOf(ArgumentException.class)
                .hasMessage("unknown codec \"plane\" (expected: a class, such as com.example.MyCodec, or one of plain;"
                        + " did you mean \"plain\"?)");
    }

    @Test
    void refusesTwoCodecsOfOneName() throws Exception {
        install(PLAIN, Providers.Twin.class.getName());

        assertThatThrownBy(() -> read(Map.of("codec", "plain")))
                .isInstanceOf(ArgumentException.class)
                .hasMessage("two jars on the class path bring a codec \"plain\" (expected: one)");
    }

    @Test
    void tellsOfAServiceThatCannotBeLoaded() throws Exception {
        install("com.example.Gone");

        assertThatThrownBy(() -> read(Map.of("codec", "plain")))
                .isInstanceOf(ArgumentException.class)
                .hasMessageContaining("a codec on the class path cannot be loaded")
                .hasMessageContaining("com.example.Gone");
    }
}
