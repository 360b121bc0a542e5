package io.wishbone.cli;

import static io.wishbone.cli.DeadLetterLines.line;
import static org.assertj.core.api.Assertions.assertThat;

import io.wishbone.cli.bootstrap.Bootstrap;
import io.wishbone.cli.bootstrap.Bootstrap.End;
import io.wishbone.cli.bootstrap.BootstrapException;
import io.wishbone.cli.bootstrap.BootstrapLoader;
import io.wishbone.cli.bootstrap.Catalog;
import io.wishbone.event.Event;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayTest {
    private static final PrintWriter NOWHERE = new PrintWriter(PrintWriter.nullWriter());

    @TempDir
    Path directory;

    private Path file(String name) {
        return directory.resolve(name);
    }

    /** A bootstrap file in which {@code DIR} is the test's directory. */
    private Bootstrap bootstrap(String yaml) throws IOException, BootstrapException {
        Path config = Files.writeString(file("relay.yaml"), yaml.replace("DIR", directory.toString()));
        return BootstrapLoader.create(Catalog.installed()).load(config);
    }

    private static ReplayTally replay(Bootstrap bootstrap, LetterFile file, @Nullable End target) throws IOException {
        ReplayPipeline pipeline = new ReplayPipeline(bootstrap);
        Letters letters = new Letters(List.of(file), new Letter.Reader(target), pipeline::problemOf);
        Letters.Found found = letters.check(NOWHERE);
        letters.rewind();
        ReplayTally tally = new ReplayTally();
        new Replay(bootstrap, pipeline.createRouter(letters, found.targets(), tally), tally).run(NOWHERE);
        assertThat(tally.replayed()).isEqualTo(found.count());
        assertThat(tally.ended()).isEqualTo(found.count());
        return tally;
    }

    private ReplayTally replay(Bootstrap bootstrap, String letters) throws IOException {
        return replay(bootstrap, letters, null);
    }

    private ReplayTally replay(Bootstrap bootstrap, String letters, @Nullable End target) throws IOException {
        Path path = Files.writeString(file("letters.jsonl"), letters);
        try (LetterFile file = LetterFile.open(path.toString(), System.in)) {
            return replay(bootstrap, file, target);
        }
    }

    private Bootstrap toFile() throws IOException, BootstrapException {
        return bootstrap("""
                modules:
                  out: {module: wishbone.output.file, arguments: {path: "DIR/out.log"}}
                """);
    }

    @Test
    void deliversTextAndBytesAsTheyWere() throws Exception {
        byte[] bytes = {0, (byte) 0xff, (byte) 0xc3, '(', '\r'};
        ReplayTally tally = replay(toFile(), line("out", "grün \ud83d\ude00") + line("out", bytes));

        assertThat(tally.delivered()).isEqualTo(2);
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        expected.write("grün \ud83d\ude00\n".getBytes(StandardCharsets.UTF_8));
        expected.write(bytes);
        expected.write('\n');
        assertThat(file("out.log")).hasBinaryContent(expected.toByteArray());
    }

    @Test
    void runsNoInput() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Bootstrap relay = bootstrap("""
                    modules:
                      listen: {module: wishbone.input.tcp, arguments: {port: PORT}}
                      split: {module: wishbone.flow.fanout}
                      out: {module: wishbone.output.file, arguments: {path: "DIR/out.log"}}
                    routingtable:
                      - listen.outbox -> split.inbox
                      - split.file -> out.inbox
                      - out.successful -> listen.reply
                    """.replace("PORT", String.valueOf(taken.getLocalPort())));

            assertThat(replay(relay, line("out", "a") + line("split", "b")).delivered())
                    .isEqualTo(2);
            assertThat(Files.readAllLines(file("out.log"))).containsExactlyInAnyOrder("a", "b");
        }
    }

    private Bootstrap decoding() throws IOException, BootstrapException {
        return bootstrap("""
                modules:
                  decode: {module: wishbone.process.decode, protocol: json}
                  out: {module: wishbone.output.file, arguments: {path: "DIR/out.log"}, protocol: wishbone}
                  dead: {module: wishbone.output.deadletter, arguments: {path: "DIR/dead.jsonl"}}
                routingtable:
                  - decode.outbox -> out.inbox
                  - decode.failed -> dead.inbox
                """);
    }

    @Test
    void countsAsFailedWhatBecomesADeadLetterAgain() throws Exception {
        ReplayTally tally =
                replay(decoding(), line("decode", "[1]") + line("decode", "no JSON") + line("decode", "{}"));

        assertThat(tally.delivered()).isEqualTo(2);
        assertThat(tally.failed()).isEqualTo(1);
        assertThat(tally.firstFailure()).get().asString().contains("ProtocolException", "module \"decode\": ");
        assertThat(Files.readString(file("dead.jsonl")))
                .contains("\"module\":\"decode\"", "\"attempts\":1}", "\"data\":\"no JSON\"}\n");
    }

    @Test
    void removesTheErrorOfTheModuleThatItGoesBackToAndNoOther() throws Exception {
        Event event = Event.of("[1]")
                .withHeader("first", "error", Map.of("message", "kept"))
                .withHeader("decode", "error", Map.of("message", "gone"))
                .withHeader("decode", "other", "stays");
        replay(decoding(), line("decode", event));

        assertThat(Files.readString(file("out.log")))
                .isEqualTo("{\"wishbone\":1,\"header\":{\"first\":{\"error\":{\"message\":\"kept\"}},"
                        + "\"decode\":{\"other\":\"stays\"}},\"data\":[1]}\n");
    }

    @Test
    void removesAllErrorsOfWhatGoesToAnotherQueue() throws Exception {
        Event event = Event.of("[1]")
                .withHeader("first", "error", Map.of("message", "gone"))
                .withHeader("out", "error", Map.of("message", "gone"));
        replay(decoding(), line("out", event), new End("decode", "inbox"));

        assertThat(Files.readString(file("out.log"))).isEqualTo("{\"wishbone\":1,\"header\":{},\"data\":[1]}\n");
    }

    @Test
    void letsALoopFeedTheQueueToo() throws Exception {
        Bootstrap loop = bootstrap("""
                modules:
                  ttl: {module: wishbone.flow.ttl, arguments: {ttl: 3}}
                  split: {module: wishbone.flow.fanout}
                  out: {module: wishbone.output.file, arguments: {path: "DIR/out.log"}}
                  end: {module: wishbone.output.null}
                routingtable:
                  - ttl.outbox -> split.inbox
                  - ttl.ttl_exceeded -> end.inbox
                  - split.file -> out.inbox
                  - split.again -> ttl.inbox
                """);

        assertThat(replay(loop, line("ttl", "x")).delivered()).isEqualTo(1);
        assertThat(Files.readAllLines(file("out.log"))).isNotEmpty().containsOnly("x");
        assertThat(Files.readAllLines(file("out.log"))).hasSizeGreaterThan(1);
    }

    @Test
    void makesModulesGiveWhatTheyGather() throws Exception {
        Bootstrap packing = bootstrap("""
                modules:
                  pack: {module: wishbone.flow.pack, arguments: {max_age: 10m}}
                  unpack: {module: wishbone.flow.unpack}
                  out: {module: wishbone.output.file, arguments: {path: "DIR/out.log"}}
                routingtable:
                  - pack.outbox -> unpack.inbox
                  - unpack.outbox -> out.inbox
                """);

        assertThat(replay(packing, line("pack", "a") + line("pack", "b")).delivered())
                .isEqualTo(2);
        assertThat(file("out.log")).hasContent("a\nb\n");
    }

    @Test
    void waitsWhileQueuesAreFull() throws Exception {
        Bootstrap narrow = bootstrap("""
                modules:
                  out: {module: wishbone.output.file, arguments: {path: "DIR/out.log"}}
                settings:
                  queue: {max_events: 2}
                """);
        StringBuilder letters = new StringBuilder();
        StringBuilder expected = new StringBuilder();
        for (int i = 0; i < 5000; i++) {
            letters.append(line("out", "line " + i));
            expected.append("line ").append(i).append('\n');
        }

        assertThat(replay(narrow, letters.toString()).delivered()).isEqualTo(5000);
        assertThat(file("out.log")).hasContent(expected.toString());
    }

    @Test
    void readsAFileAsItWasWhenItWasOpened() throws Exception {
        Path path = Files.writeString(file("letters.jsonl"), line("out", "before"));
        try (LetterFile opened = LetterFile.open(path.toString(), System.in)) {
            Files.writeString(path, line("out", "after"), StandardOpenOption.APPEND);
            Files.move(path, file("moved.jsonl"));

            assertThat(replay(toFile(), opened, null).delivered()).isEqualTo(1);
        }
        assertThat(file("out.log")).hasContent("before\n");
    }

    @Test
    void expandsGzipOfSeveralParts() throws Exception {
        Path path = file("letters.jsonl.gz");
        for (String part : List.of("a", "b")) {
            try (OutputStream gzip = new GZIPOutputStream(
                    Files.newOutputStream(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND))) {
                gzip.write(line("out", part).getBytes(StandardCharsets.UTF_8));
            }
        }
        try (LetterFile opened = LetterFile.open(path.toString(), System.in)) {
            assertThat(replay(toFile(), opened, null).delivered()).isEqualTo(2);
        }
        assertThat(file("out.log")).hasContent("a\nb\n");
    }

    @Test
    void readsStandardInput() throws Exception {
        byte[] letters = line("out", "x").stripTrailing().getBytes(StandardCharsets.UTF_8);
        try (LetterFile opened = LetterFile.open("-", new ByteArrayInputStream(letters))) {
            assertThat(replay(toFile(), opened, null).delivered()).isEqualTo(1);
        }
        assertThat(file("out.log")).hasContent("x\n");
    }

    @Test
    void readsLinesThatAreLongerThanItsBuffer() throws Exception {
        String first = "a".repeat(100_000);
        String second = "b".repeat(70_000);

        assertThat(replay(toFile(), line("out", first) + line("out", second)).delivered())
                .isEqualTo(2);
        assertThat(file("out.log")).hasContent(first + "\n" + second + "\n");
    }

    @Test
    void passesOverALineThatIsTooLong() throws Exception {
        String letter = line("out", "next");
        Path path = Files.writeString(file("letters.jsonl"), letter.replace("next", "longer") + letter);
        try (LetterFile opened = LetterFile.open(path.toString(), System.in, letter.length() - 1)) {
            assertThat(replay(toFile(), opened, null).delivered()).isEqualTo(1);
            opened.rewind();
            assertThat(opened.next()).isPresent();
            assertThat(opened.isTooLong()).isTrue();
        }
        assertThat(file("out.log")).hasContent("next\n");
    }
}
