package io.wishbone.module.output;

import static org.assertj.core.api.Assertions.assertThat;

import io.wishbone.actor.Actor;
import io.wishbone.event.Event;
import io.wishbone.testkit.SteppedModule;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LineWriterTest {
    /** Takes so many bytes, then fails once. */
    private static final class Disk {
        private final ByteArrayOutputStream written = new ByteArrayOutputStream();
        private int free;

        void write(ByteBuffer bytes) throws IOException {
            while (bytes.hasRemaining()) {
                if (free == 0) {
                    free = Integer.MAX_VALUE;
                    throw new IOException("disk full");
                }
                written.write(bytes.get());
                free--;
            }
        }
    }

    private static final class Output extends Actor {
        Output(Disk disk) {
            LineWriter lines = new LineWriter(heldEvents(), disk::write);
            outlet(SUCCESSFUL);
            inlet(INBOX, event -> {
                lines.add(event, new byte[0], event.text().getBytes(StandardCharsets.UTF_8));
                // A batch is what the test sends at once; its last event says so.
                if (event.text().endsWith(".")) {
                    lines.write();
                }
            });
        }
    }

    @ParameterizedTest(name = "a disk that fails after {0} bytes")
    @CsvSource({
        "0, '', 'aabb.', 'cc.|'",
        "1, '', 'aabb.', 'a|cc.|'",
        "2, '', 'aabb.', 'aa|cc.|'",
        "3, 'aa', 'bb.', 'aa|cc.|'",
        "4, 'aa', 'bb.', 'aa|b|cc.|'",
        "6, 'aa', 'bb.', 'aa|bb.|cc.|'",
        "7, 'aabb.', '', 'aa|bb.|cc.|'"
    })
    void neverJoinsACutLineToTheNextEvent(int free, String successful, String failed, String written) {
        Disk disk = new Disk();
        disk.free = free;
        try (SteppedModule out = SteppedModule.start("out", new Output(disk))) {
            out.feed("inbox", Event.of("aa"), Event.of("bb."));
            disk.free = Integer.MAX_VALUE;
            out.feed("inbox", Event.of("cc."));

            assertThat(String.join("", out.textsFrom("successful"))).isEqualTo(successful + "cc.");
            assertThat(String.join("", out.textsFrom("failed"))).isEqualTo(failed);
            assertThat(disk.written.toString(StandardCharsets.UTF_8)).isEqualTo(written.replace('|', '\n'));
        }
    }
}
