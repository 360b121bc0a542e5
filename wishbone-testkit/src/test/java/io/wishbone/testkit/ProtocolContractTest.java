package io.wishbone.testkit;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wishbone.event.Event;
import io.wishbone.event.Header;
import io.wishbone.protocol.BytesProtocol;
import io.wishbone.protocol.Decoder;
import io.wishbone.protocol.Protocol;
import io.wishbone.protocol.ProtocolException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** That the contract sees what is wrong with a protocol. */
class ProtocolContractTest {
    private static ProtocolContract of(Protocol protocol) {
        return new ProtocolContract() {
            @Override
            public Protocol newProtocol() {
                return protocol;
            }

            @Override
            public List<byte[]> decodable() {
                return List.of(new byte[] {'a', 'b'});
            }

            @Override
            public List<byte[]> undecodable() {
                return List.of(new byte[] {'!'});
            }

            @Override
            public List<Event> encodable() {
                return List.of(Event.of("text"));
            }
        };
    }

    private static Protocol decoding(Decoder decoder) {
        return Protocol.decoding("wrong", context -> decoder);
    }

    private static void refuse(Event event) throws ProtocolException {
        byte[] bytes = (byte[]) event.data();
        if (bytes.length > 0 && bytes[0] == '!') {
            throw new ProtocolException("a mark");
        }
    }

    @Test
    void passesWhatIsRight() {
        ProtocolContract right = of(decoding((event, out) -> {
            refuse(event);
            out.accept(event);
        }));

        assertThatCode(() -> {
                    right.readsItsMessages();
                    right.refusesWhatIsNoMessage();
                    right.readsOnAfterItRefused();
                    right.bearsAnyBytes();
                })
                .doesNotThrowAnyException();
    }

    @Test
    void seesThatTheHeaderIsLost() {
        ProtocolContract wrong = of(decoding((event, out) -> out.accept(event.withHeader(Header.empty()))));

        assertThatThrownBy(wrong::readsItsMessages).hasMessageStartingWith("the header is lost");
    }

    @Test
    void seesThatTheBytesAreChanged() {
        ProtocolContract wrong = of(decoding((event, out) -> ((byte[]) event.data())[0]++));

        assertThatThrownBy(wrong::readsItsMessages).hasMessageStartingWith("it changed the bytes");
    }

    @Test
    void seesThatSomethingWasGivenBeforeARefusal() {
        ProtocolContract wrong = of(decoding((event, out) -> {
            out.accept(event);
            refuse(event);
        }));

        assertThatThrownBy(wrong::refusesWhatIsNoMessage).hasMessageStartingWith("it gave ");
    }

    @Test
    void seesThatNothingIsRefused() {
        ProtocolContract wrong = of(BytesProtocol.create());

        assertThatThrownBy(wrong::refusesWhatIsNoMessage).hasMessageContaining("(expected: an exception)");
    }

    @Test
    void seesThatADecoderIsSpoiledByARefusal() {
        ProtocolContract wrong = of(Protocol.decoding("wrong", context -> new Decoder() {
            private int refused;

            @Override
            public void decode(Event event, java.util.function.Consumer<Event> out) throws ProtocolException {
                try {
                    refuse(event);
                } catch (ProtocolException e) {
                    refused++;
                    throw e;
                }
                out.accept(event.withData("after " + refused));
            }
        }));

        assertThatThrownBy(wrong::readsOnAfterItRefused).hasMessageStartingWith("after errors it reads");
    }

    @Test
    void seesErrors() {
        ProtocolContract wrong = of(decoding((event, out) -> {
            throw new StackOverflowError("deep");
        }));

        assertThatThrownBy(wrong::bearsAnyBytes).hasMessageContaining("StackOverflowError");
    }

    @Test
    void seesThatItReadsBackSomethingElse() {
        ProtocolContract wrong = of(Protocol.of(
                "wrong", context -> (event, out) -> out.accept(event), context -> event -> new byte[] {'x'}));

        assertThatThrownBy(wrong::readsBackWhatItWrote).hasMessageStartingWith("it reads back ");
    }
}
