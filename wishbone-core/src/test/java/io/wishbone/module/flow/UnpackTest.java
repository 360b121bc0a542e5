package io.wishbone.module.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.wishbone.actor.Actor;
import io.wishbone.event.Event;
import io.wishbone.event.Header;
import io.wishbone.queue.QueueLimits;
import io.wishbone.testkit.Answer;
import io.wishbone.testkit.ModuleContract;
import io.wishbone.testkit.SteppedModule;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class UnpackTest implements ModuleContract {
    @Override
    public Actor newModule() {
        return new Unpack();
    }

    @Override
    public List<Event> samples(String inlet) {
        return List.of(Event.of(List.of("a", "b")), Event.of(List.of()));
    }

    @Override
    public List<Event> unusable(String inlet) {
        return List.of(Event.of("a"), Event.of(Map.of()), Event.of(Arrays.asList("a", null)));
    }

    @Test
    void makesAnEventOfEachItem() {
        try (SteppedModule unpack = SteppedModule.start("unpack", newModule())) {
            Header header = Header.of("in", Map.of("port", 514));
            Answer answer = unpack.feedAsked("inbox", Event.decoded(List.of("abc", 7, Map.of()), header, 300));

            List<Event> events = unpack.takeFrom("outbox");
            assertThat(events).extracting(Event::data).containsExactly("abc", 7, Map.of());
            assertThat(events).extracting(Event::header).containsOnly(header);
            assertThat(events).extracting(Event::sizeBytes).containsExactly(3, 100, 100);
            assertThat(answer.succeeded()).isTrue();
            assertThat(unpack.account().created()).isEqualTo(2);
        }
    }

    @Test
    void endsAnEmptyListAsASuccess() {
        try (SteppedModule unpack = SteppedModule.start("unpack", newModule())) {
            assertThat(unpack.feedAsked("inbox", Event.of(List.of())).succeeded())
                    .isTrue();
            assertThat(unpack.account().absorbed()).isEqualTo(1);
        }
    }

    @Test
    void tellsThatABulkWasDeliveredOnceAllOfItWas() {
        try (SteppedModule unpack = SteppedModule.builder("unpack", newModule())
                .limits("outbox", QueueLimits.ofEvents(1))
                .unread("outbox")
                .start()) {
            Answer answer = unpack.feedAsked("inbox", Event.of(List.of("a", "b", "c")));
            assertThat(answer.isPending()).isTrue();
            unpack.resumeReading("outbox");

            assertThat(answer.succeeded()).isTrue();
            assertThat(unpack.textsFrom("outbox")).containsExactly("a", "b", "c");
        }
    }

    @Test
    void failsABulkAsAWhole() {
        try (SteppedModule unpack = SteppedModule.start("unpack", newModule())) {
            unpack.feed("inbox", Event.of(Arrays.asList("a", null)), Event.of("no list"));

            assertThat(unpack.takeFrom("outbox")).isEmpty();
            assertThat(unpack.takeFrom("failed"))
                    .extracting(event -> String.valueOf(event.header("unpack", "error")))
                    .satisfiesExactly(
                            first -> assertThat(first).contains("item 1 of the list (expected: not null)"),
                            second -> assertThat(second).contains("data: a String (expected: a list)"));
        }
    }

    @ParameterizedTest
    @EnumSource(BulkContent.class)
    void undoesWhatPackDid(BulkContent content) {
        List<Event> events = List.of(
                Event.of("a").withHeader("in", "port", 514).withHeader("in", "x", "y"),
                Event.of(7).withHeader("other", "k", "v"));
        Pack packing =
                new Pack(PackConfig.builder().maxEvents(2).content(content).build());
        try (SteppedModule pack = SteppedModule.start("pack", packing);
                SteppedModule unpack = SteppedModule.start("unpack", new Unpack(content))) {
            pack.feed("inbox", events);
            unpack.feed("inbox", pack.takeFrom("outbox"));

            List<Event> unpacked = unpack.takeFrom("outbox");
            assertThat(unpacked).extracting(Event::data).containsExactly("a", 7);
            if (content == BulkContent.EVENTS) {
                assertThat(unpacked)
                        .extracting(Event::header)
                        .containsExactly(events.get(0).header(), events.get(1).header());
            }
        }
    }

    @Test
    void refusesItemsThatAreNoWholeEvents() {
        Map<String, Object> withNull = new HashMap<>();
        withNull.put("k", null);
        List<Object> bad = List.of(
                "a",
                Map.of("data", "a"),
                Map.of("header", Map.of()),
                Map.of("header", "h", "data", "a"),
                Map.of("header", Map.of("m", "v"), "data", "a"),
                Map.of("header", Map.of(1, Map.of()), "data", "a"),
                Map.of("header", Map.of("m", Map.of(1, 2)), "data", "a"),
                Map.of("header", Map.of("m", withNull), "data", "a"));
        try (SteppedModule unpack = SteppedModule.start("unpack", new Unpack(BulkContent.EVENTS))) {
            bad.forEach(item -> unpack.feed("inbox", Event.of(List.of(item))));

            assertThat(unpack.takeFrom("failed"))
                    .hasSize(bad.size())
                    .allSatisfy(event -> assertThat(String.valueOf(event.header("unpack", "error")))
                            .contains("item 0 of the list (expected: a map with header and data)"));
        }
    }
}
