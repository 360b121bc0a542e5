package io.wishbone.netty.input;

import static org.assertj.core.api.Assertions.assertThat;

import io.wishbone.netty.Transport;
import io.wishbone.queue.QueueLimits;
import io.wishbone.router.StopReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An input with several event loops whose outlet is led elsewhere while all its connections send. */
class TcpInputRewiringIT {
    private static final int LINES = 20_000;
    private static final int PEERS = 4;

    static Stream<Transport> transports() {
        return TcpInputIT.transports();
    }

    @ParameterizedTest
    @MethodSource("transports")
    void losesNothingAndKeepsTheOrderOfEachConnection(Transport transport) throws Exception {
        try (Rig rig = Rig.start(transport, 2, new QueueLimits(64, 1 << 20), UnaryOperator.identity())) {
            List<Thread> senders = new ArrayList<>();
            for (int i = 0; i < PEERS; i++) {
                senders.add(sender(rig.connect(), i));
            }
            senders.forEach(Thread::start);
            for (int i = 0; i < 10; i++) {
                rig.router.registerModule("pass", event -> event);
                rig.router.rewire(change -> change.disconnect("in.outbox")
                        .connect("in.outbox", "pass.inbox")
                        .connect("pass.outbox", "collector.inbox"));
                rig.router.rewire(change ->
                        change.remove("pass", Duration.ofSeconds(20)).connect("in.outbox", "collector.inbox"));
            }
            rig.awaitLines(PEERS * LINES);
            for (Thread sender : senders) {
                sender.join();
            }
            StopReport report = rig.stop();

            assertThat(report.isClean()).as(report::toString).isTrue();
            assertThat(report.ledger().isBalanced()).isTrue();
            assertThat(rig.collector.count()).isEqualTo((long) PEERS * LINES);
            Map<String, List<Integer>> numbers = rig.collector.lines().stream()
                    .map(line -> line.split(" "))
                    .collect(Collectors.groupingBy(
                            parts -> parts[0],
                            Collectors.mapping(parts -> Integer.valueOf(parts[1]), Collectors.toList())));
            assertThat(numbers.values())
                    .allSatisfy(ofOne -> assertThat(ofOne)
                            .isSortedAccordingTo(Comparator.naturalOrder())
                            .doesNotHaveDuplicates());
        }
    }

    private static Thread sender(Peer peer, int number) {
        String text = IntStream.range(0, LINES)
                .mapToObj(line -> number + " " + line + "\n")
                .collect(Collectors.joining());
        return new Thread(
                () -> {
                    try (peer) {
                        peer.send(text);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                "wishbone-test-sender");
    }
}
