package io.wishbone.module.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.wishbone.actor.Actor;
import io.wishbone.event.Event;
import io.wishbone.event.Header;
import io.wishbone.protocol.Malformed;
import io.wishbone.protocol.Protocol;
import io.wishbone.protocol.TextProtocol;
import io.wishbone.testkit.Answer;
import io.wishbone.testkit.ModuleContract;
import io.wishbone.testkit.SteppedModule;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class DecodeTest implements ModuleContract {
    private static final Protocol TEXT = TextProtocol.create(StandardCharsets.UTF_8, Malformed.REFUSE);

    @Override
    public Actor newModule() {
        return new Decode(TEXT);
    }

    @Override
    public List<Event> samples(String inlet) {
        return List.of(Event.of("text"), Event.of(new byte[] {'a'}));
    }

    @Override
    public List<Event> unusable(String inlet) {
        return List.of(Event.of(1), Event.of(Map.of()), Event.of(new byte[] {'a', (byte) 0xff}));
    }

    @Test
    void putsWhatIsDecodedInThePlaceOfTheBytes() {
        try (SteppedModule module = SteppedModule.start("decode", newModule())) {
            module.feed("inbox", Event.of(new byte[] {'a'}, Header.of("in", Map.of("k", "v"))));

            Event decoded = module.takeFrom("outbox").get(0);
            assertThat(decoded.data()).isEqualTo("a");
            assertThat(decoded.header("in", "k")).isEqualTo("v");
        }
    }

    @Test
    void failsWhatCannotBeDecodedAsItCame() {
        byte[] message = {'a', (byte) 0xff};
        try (SteppedModule module = SteppedModule.start("decode", newModule())) {
            module.feed("inbox", Event.of(message));

            Event failed = module.takeFrom("failed").get(0);
            assertThat(failed.data()).isSameAs(message);
            assertThat(failed.header("decode", "error"))
                    .asInstanceOf(InstanceOfAssertFactories.MAP)
                    .containsEntry("message", "at byte 2: no character of UTF-8 (expected: text in that charset)");
        }
    }

    @Test
    void handsOnAllThatOneMessageHas() {
        Protocol twice = Protocol.decoding("twice", context -> (event, out) -> {
            out.accept(event.withData(context.module()));
            out.accept(event.withData("second"));
        });
        try (SteppedModule module = SteppedModule.start("decode", new Decode(twice))) {
            Answer answer = module.feedAsked("inbox", Event.of("x"));

            assertThat(module.takeFrom("outbox")).extracting(Event::data).containsExactly("decode", "second");
            assertThat(answer).isNotNull();
        }
    }

    @Test
    void needsAProtocolThatGoesItsWay() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Decode(Protocol.encoding("out", context -> event -> new byte[0])))
                .withMessage("protocol: out (expected: one that can decode)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Encode(Protocol.decoding("in", context -> (event, out) -> {})))
                .withMessage("protocol: in (expected: one that can encode)");
    }
}
