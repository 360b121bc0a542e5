package io.wishbone.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.wishbone.module.input.Generator;
import io.wishbone.module.input.GeneratorConfig;
import io.wishbone.netty.input.TcpInput;
import io.wishbone.netty.input.TcpInputConfig;
import io.wishbone.netty.output.TcpOutput;
import io.wishbone.netty.output.TcpOutputConfig;
import io.wishbone.router.Router;
import io.wishbone.testkit.BalancedLedger;
import io.wishbone.testkit.chaos.ChaosProxy;
import io.wishbone.testkit.chaos.ChaosSchedule;
import io.wishbone.testkit.chaos.FaultKind;
import io.wishbone.testkit.chaos.NumberedMessages;
import java.time.Duration;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How a pipeline of one's own is tested while its connections break; the documentation quotes it. */
class ChaosIT {
    private static final int COUNT = 2_000;

    @RegisterExtension
    final BalancedLedger routers = new BalancedLedger();

    private final NumberedMessages messages = NumberedMessages.lines(1, 200);
    private final TcpInput listen =
            new TcpInput(TcpInputConfig.builder().port(0).build());

    private Router receiver() {
        Router router = routers.create();
        router.registerModule("listen", listen);
        router.registerModule("note", event -> {
            messages.received(event.text());
            return null;
        });
        router.connect("listen.outbox", "note.inbox");
        router.start();
        return router;
    }

    private Router sender(int port) {
        Router router = routers.create();
        GeneratorConfig paced = GeneratorConfig.builder()
                .interval(Duration.ofNanos(100_000))
                .count(COUNT)
                .build();
        TcpOutputConfig output = TcpOutputConfig.builder()
                .endpoint("127.0.0.1:" + port)
                .maxBackoff(Duration.ofMillis(100))
                .build();
        router.registerModule("clock", new Generator(paced));
        router.registerModule("number", event -> event.withData(messages.next()));
        router.registerModule("send", new TcpOutput(output));
        router.connect("clock.outbox", "number.inbox");
        router.connect("number.outbox", "send.inbox");
        router.start();
        return router;
    }

    @Test
    void losesNothingWhileConnectionsBreak() {
        ChaosSchedule faults =
                ChaosSchedule.random(1, 5, 50_000, EnumSet.of(FaultKind.CUT, FaultKind.RESET, FaultKind.ONE_BYTE));
        try (Router receiver = receiver();
                ChaosProxy proxy = ChaosProxy.start(listen.boundAddress(), faults);
                Router sender = sender(proxy.port())) {
            await().until(() -> messages.distinct() == COUNT);

            assertThat(proxy.connections()).isGreaterThan(5);
            assertThat(messages.report().changed()).isZero();
            assertThat(sender.stop(Duration.ofSeconds(10)).isClean()).isTrue();
            assertThat(receiver.stop(Duration.ofSeconds(10)).isClean()).isTrue();
        }
    }
}
