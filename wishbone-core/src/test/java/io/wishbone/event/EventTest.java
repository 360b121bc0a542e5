package io.wishbone.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.nio.CharBuffer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class EventTest {
    @Nested
    class DerivedFromAnother {
        private final Completion completion = Completion.create(failure -> {});
        private final Event first =
                Event.of("data", Header.of("in", Map.of("port", 1))).withCompletion(completion);

        @Test
        void withOtherDataSharesHeaderAndCompletion() {
            Event second = first.withData(List.of(1));

            assertThat(second.data()).isEqualTo(List.of(1));
            assertThat(second.header()).isSameAs(first.header());
            assertThat(second.completion()).isSameAs(completion);
            assertThat(first.data()).isEqualTo("data");
        }

        @Test
        void withOneMoreHeaderEntrySharesDataAndCompletion() {
            Event second = first.withHeader("m", "k", 2);

            assertThat(second.header("m", "k")).isEqualTo(2);
            assertThat(second.header("in", "port")).isEqualTo(1);
            assertThat(second.data()).isSameAs(first.data());
            assertThat(second.completion()).isSameAs(completion);
            assertThat(first.header("m", "k")).isNull();
        }

        @Test
        void withAnotherHeaderSharesData() {
            Event second = first.withHeader(Header.empty());

            assertThat(second.header().asMap()).isEmpty();
            assertThat(second.data()).isSameAs(first.data());
        }

        @Test
        void withoutCompletionNobodyIsTold() {
            assertThat(first.withCompletion(null).completion()).isNull();
        }
    }

    @Nested
    class Size {
        @Test
        void isThatOfBytesOrText() {
            assertThat(Event.of(new byte[7]).sizeBytes()).isEqualTo(7);
            assertThat(Event.of("four").sizeBytes()).isEqualTo(4);
            assertThat(Event.of(CharBuffer.wrap("abc")).sizeBytes()).isEqualTo(3);
        }

        @Test
        void is256WhereNothingTells() {
            assertThat(Event.of(Map.of()).sizeBytes()).isEqualTo(256);
        }

        @Test
        void isThatOfTheWireForDecodedObjects() {
            assertThat(Event.decoded(Map.of(), Header.empty(), 42).sizeBytes()).isEqualTo(42);
            assertThat(Event.decoded("four", Header.empty(), 42).sizeBytes()).isEqualTo(4);
        }

        @Test
        void staysThatOfTheFirstDataForObjects() {
            assertThat(Event.of(new byte[7]).withData(Map.of()).sizeBytes()).isEqualTo(7);
            assertThat(Event.of(new byte[7]).withData("ab").sizeBytes()).isEqualTo(2);
        }

        @Test
        void refusesNegativeWireBytes() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Event.decoded("x", Header.empty(), -1))
                    .withMessage("wireBytes: -1 (expected: >= 0)");
        }
    }

    @Nested
    class Text {
        @Test
        void readsBytesAsUtf8() {
            assertThat(Event.of("grün €".getBytes(UTF_8)).text()).isEqualTo("grün €");
        }

        @Test
        void replacesMalformedBytesAndLeavesTheData() {
            byte[] data = {'a', (byte) 0xff, 'b'};
            Event event = Event.of(data);

            assertThat(event.text()).isEqualTo("a\ufffdb");
            assertThat(event.data()).isSameAs(data);
        }

        @Test
        void isTheStringFormOfAnythingElse() {
            assertThat(Event.of(17).text()).isEqualTo("17");
        }
    }

    @Test
    @SuppressWarnings("NullAway") // what callers without a checker may do
    void refusesNull() {
        assertThatNullPointerException().isThrownBy(() -> Event.of(null)).withMessage("data");
        assertThatNullPointerException().isThrownBy(() -> Event.of("x", null)).withMessage("header");
        assertThatNullPointerException()
                .isThrownBy(() -> Event.of("x").withData(null))
                .withMessage("data");
    }
}
