package io.wishbone.netty.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.DefaultByteBufHolder;
import io.netty.buffer.Unpooled;
import io.wishbone.event.Event;
import io.wishbone.event.Header;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;

class CodecMessagesTest {
    private static final Header HEADER = Header.of("in", Map.of("remote_port", 4711, "transport", "tcp"));

    private final LongAdder refused = new LongAdder();
    private final List<String> reports = new ArrayList<>();
    private final CodecMessages messages = new CodecMessages("in", refused, reports::add);

    @Test
    void takesAnyObjectAsData() {
        Event event = Objects.requireNonNull(messages.event(Map.of("celsius", 21.5), HEADER));

        assertThat(event.data()).isEqualTo(Map.of("celsius", 21.5));
        assertThat(event.header()).isEqualTo(HEADER);
    }

    @Test
    void copiesAndReleasesBuffers() {
        ByteBuf buffer = Unpooled.buffer().writeBytes(new byte[] {1, 2, 3}).skipBytes(1);

        Event event = Objects.requireNonNull(messages.event(buffer, HEADER));

        assertThat(event.data()).isEqualTo(new byte[] {2, 3});
        assertThat(event.header()).isEqualTo(HEADER);
        assertThat(buffer.refCnt()).isZero();
    }

    @Test
    void addsTheInputsEntriesToAnEvent() {
        Event emitted = Event.of("data", Header.of("in", Map.of("unit", 7, "transport", "modbus")))
                .withHeader("codec", "crc", "good");

        Event event = Objects.requireNonNull(messages.event(emitted, HEADER));

        assertThat(event.data()).isEqualTo("data");
        assertThat(event.header().asMap())
                .isEqualTo(Map.of(
                        "in",
                        Map.of("unit", 7, "remote_port", 4711, "transport", "tcp"),
                        "codec",
                        Map.of("crc", "good")));
        assertThat(reports).isEmpty();
    }

    @Test
    void keepsAnEventWhereTheInputHasNothingToAdd() {
        Event emitted = Event.of("data");

        assertThat(messages.event(emitted, Header.empty())).isSameAs(emitted);
    }

    @Test
    void refusesWhatHoldsMemory() {
        DefaultByteBufHolder holder = new DefaultByteBufHolder(Unpooled.buffer().writeByte(1));

        assertThat(messages.event(holder, HEADER)).isNull();
        assertThat(holder.refCnt()).isZero();
        assertThat(refused.sum()).isEqualTo(1);
        assertThat(reports)
                .containsExactly(
                        "the codec emitted a DefaultByteBufHolder, which holds memory that must be released"
                                + " (expected: its bytes as a ByteBuf or byte[], an Event, or any object that needs no release)");
    }
}
