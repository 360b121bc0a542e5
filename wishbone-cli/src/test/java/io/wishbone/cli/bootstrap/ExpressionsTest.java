package io.wishbone.cli.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import io.wishbone.actor.Actor;
import io.wishbone.actor.Outlet;
import io.wishbone.event.Event;
import io.wishbone.event.Header;
import io.wishbone.module.ModuleType;
import io.wishbone.module.process.ProcessModules;
import io.wishbone.router.Router;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Takes expressions from a bootstrap file to events. */
class ExpressionsTest {
    @TempDir
    Path directory;

    private final List<Event> picked = Collections.synchronizedList(new ArrayList<>());
    private final List<Event> failed = Collections.synchronizedList(new ArrayList<>());

    private void run(String arguments, Event... events) throws Exception {
        run("acme.flow.pick", arguments, events);
    }

    private void run(String module, String arguments, Event... events) throws Exception {
        Path file = Files.writeString(directory.resolve("pick.yaml"), """
                modules:
                  web: {module: acme.input.list}
                  pick: {module: %s, arguments: %s}
                  picked: {module: acme.output.list}
                  failed: {module: acme.output.failed}
                routingtable:
                  - web.outbox -> pick.inbox
                  - pick.outbox -> picked.inbox
                  - pick.failed -> failed.inbox
                """.formatted(module, arguments));
        List<ModuleType> types = new ArrayList<>(SampleModules.catalog().types());
        types.addAll(new ProcessModules().moduleTypes());
        types.add(ModuleType.builder("acme.input.list").summary("Gives events.").create(given -> new Given(events)));
        types.add(
                ModuleType.builder("acme.output.list").summary("Keeps events.").create(given -> new Kept(picked)));
        types.add(ModuleType.builder("acme.output.failed")
                .summary("Keeps events.")
                .create(given -> new Kept(failed)));
        try (Router router =
                BootstrapLoader.create(Catalog.of(types), Map.of()).load(file).createRouter()) {
            router.start();
            router.stop(Duration.ofSeconds(20));
        }
    }

    private static Event request(String address, Object data) {
        return Event.of(data, Header.of("web", Map.of("remote_address", address)));
    }

    @Test
    void anEventMeetsAConditionAndBecomesText() throws Exception {
        run(
                "{condition: 'data.status >= 500 && header.web.remote_address.startsWith(\"10.\")',"
                        + " label: '{{ module }}: {{ data.status }} from {{ header.web.remote_address }}'}",
                request("10.0.0.1", Map.of("status", 503)),
                request("10.0.0.1", Map.of("status", 200)),
                request("192.0.2.1", Map.of("status", 500)));

        assertThat(picked).extracting(Event::data).containsExactly("pick: 503 from 10.0.0.1");
        assertThat(failed).isEmpty();
    }

    @Test
    void bytesOfTheNetworkAreText() throws Exception {
        run(
                "{condition: 'data.contains(\"ü\")', label: '<{{ data }}>'}",
                request("10.0.0.1", "grün".getBytes(StandardCharsets.UTF_8)),
                request("10.0.0.1", "rot".getBytes(StandardCharsets.UTF_8)));

        assertThat(picked).extracting(Event::data).containsExactly("<grün>");
    }

    @Test
    void anEventWithoutTheFieldFailsWithAReason() throws Exception {
        run("{condition: 'data.status >= 500'}", request("10.0.0.1", Map.of("state", "up")));

        assertThat(picked).isEmpty();
        assertThat(failed)
                .singleElement()
                .satisfies(event -> assertThat(event.header("pick", "error"))
                        .asString()
                        .contains("\"data.status >= 500\": there is no data.status (data has: state)"));
    }

    @Test
    void anEventIsModifiedByTemplatesExpressionsAndPatterns() throws Exception {
        run(
                "wishbone.process.modify",
                """
                {operations: [
                      {extract: {from: data, pattern: '^(?P<time>\\S+) (?P<level>\\w+) (?P<message>.*)$'}},
                      {lowercase: data.level},
                      {time: {field: data.time, from: iso, format: seconds}},
                      {set: {data.label: "{{ module }}/{{ data.level }}", data.fixed: {a: [1]}, header.pick.ok: true}},
                      {compute: {data.size: 'size(data.message)', data.words: 'data.message.split(" ")'}},
                      {replace: {field: data.message, pattern: '(\\d)\\d+', with: '$1..'}},
                      {append: {data.words: "{{ data.size }}"}},
                      {join: {field: data.words, separator: "-"}},
                      {delete: [data.nothing, header.web.remote_address]},
                      {rename: {from: data.message, to: 'data["the.message"]'}}]}""",
                request("10.0.0.1", "2026-01-02T03:04:05Z WARN port 5140 busy".getBytes(StandardCharsets.UTF_8)),
                request("10.0.0.2", "nonsense"));

        assertThat(picked)
                .singleElement()
                .hasToString("{\"header\":{\"pick\":{\"ok\":true}},\"data\":{\"time\":1767323045,\"level\":\"warn\","
                        + "\"label\":\"pick/warn\",\"fixed\":{\"a\":[1]},\"size\":14,\"words\":\"port-5140-busy-14\","
                        + "\"the.message\":\"port 5.. busy\"}}");
        assertThat(failed)
                .singleElement()
                .asString()
                .contains(
                        "operation 1 (extract): data is text that does not match (expected: a match)",
                        "\"remote_address\":\"10.0.0.2\"",
                        "\"data\":\"nonsense\"");
    }

    @Test
    void anEventOfWhichAnExpressionFailsComesAsItWas() throws Exception {
        run(
                "wishbone.process.modify",
                "{operations: [{set: {data.a: changed}}, {set: {data.b: '{{ data.c }}'}}]}",
                request("10.0.0.1", Map.of("a", "x")));

        assertThat(failed)
                .singleElement()
                .asString()
                .contains(
                        "operation 2 (set): data.b: \\\"data.c\\\": there is no data.c (data has: a)",
                        "\"data\":{\"a\":\"x\"}");
    }

    @Test
    void anEventGetsAHeaderAndBecomesATemplate() throws Exception {
        run(
                "wishbone.process.header",
                "{name: note, header: {from: '{{ header.web.remote_address }}', level: 3, module: '{{ module }}'}}",
                request("10.0.0.1", "x"));
        run(
                "wishbone.process.template",
                "{template: '<{{ data }}> {{ header.web.remote_address }}', to: data}",
                request("10.0.0.1", "x"));

        assertThat(picked.get(0).header().asMap().get("note"))
                .isEqualTo(Map.of("from", "10.0.0.1", "level", 3L, "module", "pick"));
        assertThat(picked.get(1).data()).isEqualTo("<x> 10.0.0.1");
    }

    private static final class Given extends Actor {
        private final Outlet outbox = outlet(OUTBOX);
        private final Event[] events;

        Given(Event... events) {
            this.events = events;
        }

        @Override
        public void onStart() {
            for (Event event : events) {
                outbox.submit(event);
            }
        }
    }

    private static final class Kept extends Actor {
        Kept(List<Event> events) {
            inlet(INBOX, events::add);
        }
    }
}
