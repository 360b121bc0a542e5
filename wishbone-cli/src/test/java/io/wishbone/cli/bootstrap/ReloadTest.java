package io.wishbone.cli.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.wishbone.actor.Actor;
import io.wishbone.actor.Outlet;
import io.wishbone.event.Event;
import io.wishbone.module.Argument;
import io.wishbone.module.ArgumentType;
import io.wishbone.module.ModuleType;
import io.wishbone.router.ModuleStartException;
import io.wishbone.router.Router;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReloadTest {
    private static final String PIPELINE = """
            modules:
              numbers: {module: test.input.numbers}
              mark: {module: test.flow.mark, arguments: {word: a}}
              keep: {module: test.output.keep}
            routingtable: [numbers.outbox -> mark.inbox, mark.outbox -> keep.inbox]
            """;
    private static final Argument<String> WORD = Argument.defaulted("word", ArgumentType.text(), "", "what to add");
    private static final Argument<Boolean> BROKEN =
            Argument.defaulted("broken", ArgumentType.flag(), "false", "whether it cannot start");
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    @TempDir
    Path directory;

    /** Events by the name of the module that got them. */
    private final Map<String, List<String>> kept = new ConcurrentHashMap<>();

    private final Catalog catalog = Catalog.of(List.of(
            ModuleType.builder("test.input.numbers")
                    .summary("Counts.")
                    .queue("outbox", "numbers")
                    .create(arguments -> new Numbers()),
            ModuleType.builder("test.flow.mark")
                    .summary("Adds a word.")
                    .arguments(WORD, BROKEN)
                    .queue("inbox", "texts")
                    .queue("outbox", "texts")
                    .create(arguments -> new Mark(arguments.get(WORD), arguments.get(BROKEN))),
            ModuleType.builder("test.output.keep")
                    .summary("Keeps.")
                    .arguments(WORD)
                    .queue("inbox", "texts")
                    .create(arguments -> new Keep(
                            kept.computeIfAbsent(arguments.module(), unused -> new CopyOnWriteArrayList<>())))));

    private final List<Router> routers = new ArrayList<>();

    /** One event at a time, the next once the other has been taken. */
    private static final class Numbers extends Actor {
        private final Outlet outbox = outlet(OUTBOX);
        private int next;

        Numbers() {
            source(budget -> {
                outbox.submit(Event.of(Integer.toString(next++)));
                context().schedule(Duration.ofMillis(1), context()::wake);
                return 0;
            });
        }
    }

    private static final class Mark extends Actor {
        private final Outlet outbox = outlet(OUTBOX);
        private final boolean isBroken;

        Mark(String word, boolean isBroken) {
            this.isBroken = isBroken;
            inlet(INBOX, event -> outbox.submit(event.withData(event.data() + word)));
        }

        @Override
        public void onStart() {
            if (isBroken) {
                throw new IllegalStateException("broken by design");
            }
        }
    }

    private static final class Keep extends Actor {
        Keep(List<String> kept) {
            inlet(INBOX, event -> kept.add(event.text()));
        }
    }

    @AfterEach
    void stop() {
        routers.forEach(Router::close);
    }

    private Bootstrap load(String yaml) throws IOException, BootstrapException {
        return BootstrapLoader.create(catalog, Map.of()).load(Files.writeString(directory.resolve("relay.yaml"), yaml));
    }

    private Router start(Bootstrap bootstrap) {
        Router router = bootstrap.createRouter();
        routers.add(router);
        router.start();
        return router;
    }

    private List<String> kept(String module) {
        return kept.getOrDefault(module, List.of());
    }

    private void awaitEndingWith(String module, String word) {
        await().atMost(PATIENCE).until(() -> {
            List<String> texts = kept(module);
            return texts.size() > 20 && texts.get(texts.size() - 1).endsWith(word);
        });
    }

    /** Whether all numbers came, each once and in their order, whatever words were added. */
    private static void assertWhole(List<String> texts) {
        assertThat(texts.stream().map(text -> text.replaceAll("\\D", "")).toList())
                .isEqualTo(IntStream.range(0, texts.size())
                        .mapToObj(Integer::toString)
                        .toList());
    }

    @Test
    void exchangesAModuleWithoutLosingAnEvent() throws Exception {
        Bootstrap before = load(PIPELINE);
        Router router = start(before);
        awaitEndingWith("keep", "a");
        Bootstrap after = load(PIPELINE.replace("word: a", "word: b"));

        new Reload(router, before, after).apply();
        awaitEndingWith("keep", "b");

        assertThat(router.stop(PATIENCE).isClean()).isTrue();
        assertWhole(kept("keep"));
        assertThat(router.ledger().isBalanced()).isTrue();
        assertThat(router.ledger().queue("numbers.outbox").inlet()).isEqualTo("mark.inbox");
    }

    @Test
    void leavesModulesThatStayTheirQueuesAndCounters() throws Exception {
        Bootstrap before = load(PIPELINE);
        Router router = start(before);
        awaitEndingWith("keep", "a");
        Bootstrap after = load(PIPELINE.replace("routingtable: [", "routingtable: [other.outbox -> end.inbox, ")
                .replace(
                        "  keep:",
                        "  other: {module: test.input.numbers}\n  end: {module: test.output.keep}\n  keep:"));

        new Reload(router, before, after).apply();
        awaitEndingWith("end", "");

        assertThat(router.stop(PATIENCE).isClean()).isTrue();
        assertWhole(kept("keep"));
        assertWhole(kept("end"));
        assertThat(router.ledger().queue("mark.outbox").out())
                .isEqualTo(kept("keep").size());
    }

    @Test
    void putsModulesBetweenAndTakesThemAway() throws Exception {
        Bootstrap before = load(PIPELINE);
        Router router = start(before);
        awaitEndingWith("keep", "a");
        Bootstrap longer =
                load(PIPELINE.replace("  keep:", "  more: {module: test.flow.mark, arguments: {word: c}}\n  keep:")
                        .replace("mark.outbox -> keep.inbox", "mark.outbox -> more.inbox, more.outbox -> keep.inbox"));
        new Reload(router, before, longer).apply();
        awaitEndingWith("keep", "ac");

        Bootstrap shorter = load("""
                modules:
                  numbers: {module: test.input.numbers}
                  keep: {module: test.output.keep}
                routingtable: [numbers.outbox -> keep.inbox]
                """);
        new Reload(router, longer, shorter).apply();
        await().atMost(PATIENCE)
                .until(() -> kept("keep").get(kept("keep").size() - 1).matches("\\d+"));

        assertThat(router.stop(PATIENCE).isClean()).isTrue();
        assertWhole(kept("keep"));
        assertThat(router.ledger().isBalanced()).isTrue();
    }

    @Test
    void exchangesWhatTheRouterItselfFeeds() throws Exception {
        String metered = PIPELINE.replace("routingtable: [", "routingtable: [_metrics.outbox -> meter.inbox, ")
                        .replace("  keep:", "  meter: {module: test.output.keep, arguments: {word: a}}\n  keep:")
                + "settings: {metrics_interval: 5ms}\n";
        Bootstrap before = load(metered);
        Router router = start(before);
        awaitEndingWith("meter", "");

        new Reload(router, before, load(metered.replace("keep, arguments: {word: a}", "keep, arguments: {word: b}")))
                .apply();
        int then = kept("meter").size();
        await().atMost(PATIENCE).until(() -> kept("meter").size() > then);

        assertThat(router.stop(PATIENCE).isClean()).isTrue();
        assertWhole(kept("keep"));
    }

    @Test
    void keepsSettingsThatNeedARestart() throws Exception {
        Bootstrap before = load(PIPELINE + "settings: {workers: 1, stop_deadline: 1s}\n");
        Router router = start(before);
        Bootstrap after = load(PIPELINE + "settings: {workers: 2, stop_deadline: 2s}\n");

        Reload reload = new Reload(router, before, after);
        assertThat(reload.plan().settings())
                .extracting(Plan.Setting::needsRestart)
                .containsExactly(false, true);
        Settings settings = reload.apply().settings();

        assertThat(settings.workers()).isEqualTo(1);
        assertThat(settings.stopDeadline()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void goesBackToWhatRanWhereANewModuleCannotStart() throws Exception {
        Bootstrap before = load(PIPELINE);
        Router router = start(before);
        awaitEndingWith("keep", "a");
        Bootstrap after = load(PIPELINE.replace("word: a", "word: b, broken: true"));

        assertThatExceptionOfType(ModuleStartException.class)
                .isThrownBy(() -> new Reload(router, before, after).apply())
                .satisfies(refused -> assertThat(refused.getSuppressed()).isEmpty());
        int then = kept("keep").size();
        await().atMost(PATIENCE).until(() -> kept("keep").size() > then + 20);

        assertThat(router.stop(PATIENCE).isClean()).isTrue();
        assertWhole(kept("keep"));
        assertThat(kept("keep")).allMatch(text -> text.endsWith("a"));
        Bootstrap again = load(PIPELINE);
        assertThat(Plan.between(before, again).isEmpty()).isTrue();
    }
}
