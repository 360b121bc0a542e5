package io.wishbone.module.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.wishbone.actor.Actor;
import io.wishbone.event.Event;
import io.wishbone.protocol.Malformed;
import io.wishbone.protocol.TextProtocol;
import io.wishbone.testkit.ModuleContract;
import io.wishbone.testkit.SteppedModule;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EncodeTest implements ModuleContract {
    @Override
    public Actor newModule() {
        return new Encode(TextProtocol.create(StandardCharsets.US_ASCII, Malformed.REFUSE));
    }

    @Override
    public List<Event> samples(String inlet) {
        return List.of(Event.of("text"), Event.of(1));
    }

    @Override
    public List<Event> unusable(String inlet) {
        return List.of(Event.of(Map.of()), Event.of("é"));
    }

    @Test
    void putsTheBytesInThePlaceOfTheData() {
        try (SteppedModule module = SteppedModule.start("encode", newModule())) {
            module.feed("inbox", Event.of("ab"));
            module.feed("inbox", Event.of("é"));

            assertThat(module.takeFrom("outbox").get(0).data()).isEqualTo(new byte[] {'a', 'b'});
            assertThat(module.takeFrom("failed").get(0).data()).isEqualTo("é");
        }
    }
}
