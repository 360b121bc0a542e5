package io.wishbone.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.wishbone.actor.Actor;
import io.wishbone.actor.Outlet;
import io.wishbone.event.Event;
import io.wishbone.netty.framing.DelimiterPolicy;
import io.wishbone.netty.framing.Framing;
import io.wishbone.netty.framing.LengthField;
import io.wishbone.netty.input.TcpInput;
import io.wishbone.netty.input.TcpInputConfig;
import io.wishbone.netty.output.TcpOutput;
import io.wishbone.netty.output.TcpOutputConfig;
import io.wishbone.router.Router;
import io.wishbone.router.StopReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What an output frames, an input with the same framing makes the same events of. */
class FramedRelayIT {
    private static final int EVENTS = 20_000;

    static Stream<Framing> framings() {
        return Stream.of(
                Framing.lines(),
                Framing.nullEnded(),
                Framing.delimiter((byte) '|', (byte) '|'),
                Framing.length(LengthField.builder().build()),
                Framing.length(LengthField.builder()
                        .bytes(2)
                        .endian(LengthField.Endian.LITTLE)
                        .includesHeader(true)
                        .offset(1)
                        .build()),
                Framing.octetCounting(),
                Framing.varint());
    }

    /** Makes events of a list. */
    private static final class Source extends Actor {
        private final Outlet outbox = outlet(OUTBOX);
        private final List<byte[]> data;
        private int made;

        Source(List<byte[]> data) {
            this.data = data;
            source(this::produce);
        }

        private int produce(int budget) {
            int before = made;
            while (made < data.size() && made < before + budget) {
                outbox.submit(Event.of(data.get(made++)));
            }
            return made - before;
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("framings")
    void givesTheSameEvents(Framing framing) {
        List<byte[]> sent = data();
        Collector collector = new Collector();
        try (Router receiver = Router.create();
                Router sender = Router.create()) {
            TcpInput input = new TcpInput(
                    TcpInputConfig.builder().port(0).framing(framing).build());
            receiver.registerModule("in", input);
            receiver.registerModule("collector", collector);
            receiver.connect("in.outbox", "collector.inbox");
            receiver.start();
            sender.registerModule("source", new Source(sent));
            sender.registerModule(
                    "out",
                    new TcpOutput(TcpOutputConfig.builder()
                            .endpoint("127.0.0.1:" + input.boundAddress().getPort())
                            .framing(framing)
                            .onDelimiter(DelimiterPolicy.REJECT)
                            .build()));
            sender.connect("source.outbox", "out.inbox");
            sender.start();
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> collector.events().size() >= EVENTS);
            StopReport report = sender.stop(Duration.ofSeconds(20));

            assertThat(report.isClean()).as(report.toString()).isTrue();
            assertThat(collector.events())
                    .extracting(event -> (byte[]) event.data())
                    .usingElementComparator(Arrays::compare)
                    .containsExactlyElementsOf(sent);
        }
    }

    /** Random bytes of which none is part of a delimiter, up to a length that comes in several reads. */
    private static List<byte[]> data() {
        SplittableRandom random = new SplittableRandom(1);
        List<byte[]> data = new ArrayList<>();
        for (int i = 0; i < EVENTS; i++) {
            byte[] bytes = new byte[1 + random.nextInt(i % 1000 == 0 ? 60_000 : 100)];
            random.nextBytes(bytes);
            for (int j = 0; j < bytes.length; j++) {
                bytes[j] = "\0\r\n|".indexOf(bytes[j]) >= 0 ? (byte) 'x' : bytes[j];
            }
            data.add(bytes);
        }
        return data;
    }
}
