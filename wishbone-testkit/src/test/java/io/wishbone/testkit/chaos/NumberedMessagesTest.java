package io.wishbone.testkit.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class NumberedMessagesTest {
    private final NumberedMessages messages = NumberedMessages.lines(1, 50);

    private void make(int count) {
        for (int i = 0; i < count; i++) {
            messages.next();
        }
    }

    private void receive(int... numbers) {
        for (int number : numbers) {
            messages.received(messages.message(number));
        }
    }

    @Test
    void messagesAreTheSameForTheSameSeed() {
        NumberedMessages same = NumberedMessages.lines(1, 50);
        NumberedMessages other = NumberedMessages.lines(2, 50);

        assertThat(messages.next()).isEqualTo(same.next()).isEqualTo(messages.message(0));
        assertThat(messages.message(7)).isEqualTo(same.message(7)).isNotEqualTo(other.message(7));
    }

    @Test
    void linesHaveNoLineEnds() {
        for (int i = 0; i < 1000; i++) {
            assertThat(new String(messages.message(i), StandardCharsets.ISO_8859_1))
                    .matches("[0-9]+:[0-9]+:[0-9a-f]{8}:[ -~]{0,50}");
        }
    }

    @Test
    void binaryMessagesHaveAnyBytes() {
        NumberedMessages binary = NumberedMessages.binary(1, 1000);
        byte[] message = binary.next();
        binary.received(message);

        assertThat(message).contains((byte) '\n', (byte) 0, (byte) 255);
        assertThat(binary.report().isAtLeastOnce()).isTrue();
    }

    @Test
    void tellsThatAllHaveCome() {
        make(3);
        receive(0, 1, 2);

        assertThat(messages.report()).isEqualTo(new NumberedMessages.Report(3, 3, 0, 0, 0, 0, 0, 0, 0, List.of()));
        assertThat(messages.report().isAtLeastOnce()).isTrue();
        assertThat(messages.report().isAtMostOnce()).isTrue();
    }

    @Test
    void looksAfresh() {
        make(3);
        receive(0, 0, 1);
        NumberedMessages same = messages.afresh();
        same.received(messages.message(2));

        assertThat(same.report().missing()).isEqualTo(2);
        assertThat(same.report().repeated()).isZero();
        assertThat(messages.report().missing()).isEqualTo(1);
    }

    @Test
    void namesWhatIsMissing() {
        make(10);
        messages.acknowledged(messages.message(3));
        messages.acknowledged(messages.message(4));
        receive(0, 1, 2, 4, 5);

        NumberedMessages.Report report = messages.report();
        assertThat(report.missing()).isEqualTo(5);
        assertThat(report.missingAcknowledged()).isEqualTo(1);
        assertThat(report.named()).containsExactly("missing: 3 to 3", "missing: 6 to 9");
        assertThat(report.isAtLeastOnce()).isFalse();
        assertThat(report.isAtMostOnce()).isTrue();
    }

    @Test
    void goingBackIsNoWrongOrder() {
        make(6);
        receive(0, 1, 2, 3, 1, 2, 3, 4, 5);

        NumberedMessages.Report report = messages.report();
        assertThat(report.repeated()).isEqualTo(3);
        assertThat(report.stepsBack()).isEqualTo(1);
        assertThat(report.misplaced()).isZero();
        assertThat(report.isAtLeastOnce()).isTrue();
        assertThat(report.isAtMostOnce()).isFalse();
    }

    @Test
    void seesWhatComesAfterAHigherOne() {
        make(4);
        receive(0, 2, 1, 3);

        assertThat(messages.report().misplaced()).isEqualTo(1);
        assertThat(messages.report().isAtLeastOnce()).isFalse();
        assertThat(messages.report().named()).containsExactly("misplaced: 1 after 2");
    }

    @Test
    void seesAChangedByteAnywhere() {
        make(1);
        byte[] message = messages.message(0);
        for (int i = 0; i < message.length; i++) {
            byte[] wrong = message.clone();
            wrong[i] ^= 1;
            messages.received(wrong);
        }

        assertThat(messages.report().changed()).isEqualTo(message.length);
        assertThat(messages.report().distinct()).isZero();
    }

    @Test
    void seesTwoMessagesInOne() {
        make(2);
        byte[] first = messages.message(0);
        messages.received(new String(first, StandardCharsets.ISO_8859_1)
                + new String(messages.message(1), StandardCharsets.ISO_8859_1));

        assertThat(messages.report().changed()).isEqualTo(1);
    }

    @Test
    void tellsTheStartOfAMessageFromAChangedOne() {
        make(13);
        byte[] message = messages.message(12);
        for (int length = 0; length < message.length; length++) {
            messages.received(Arrays.copyOf(message, length));
        }

        assertThat(messages.report().cutShort()).isEqualTo(message.length);
        assertThat(messages.report().changed()).isZero();
    }

    @Test
    void whatWasNeverMadeIsChanged() {
        receive(0);

        assertThat(messages.report().changed()).isEqualTo(1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> messages.acknowledged(messages.message(0)))
                .withMessageStartingWith("message: 0:");
    }
}
