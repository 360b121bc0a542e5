package io.wishbone.netty.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wishbone.module.ArgumentException;
import io.wishbone.module.Arguments;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UdpInputConfigTest {
    private static UdpInputConfig read(Object multicast, String address) {
        return UdpInputType.config(Arguments.read(
                UdpInputType.TYPE, "listen", Map.of("port", 0, "address", address, "multicast", multicast)));
    }

    @Test
    void readsGroupsAsAddressesAndAsMaps() throws Exception {
        InetAddress group = InetAddress.getByName("239.1.2.3");
        assertThat(read("239.1.2.3", "0.0.0.0").multicast()).containsExactly(MulticastGroup.parse("239.1.2.3"));
        assertThat(read(
                                List.of(
                                        "239.1.2.4",
                                        Map.of("group", "239.1.2.3", "interface", "eth0", "source", "192.0.2.1")),
                                "0.0.0.0")
                        .multicast())
                .containsExactly(
                        MulticastGroup.parse("239.1.2.4"),
                        new MulticastGroup(group, "eth0", InetAddress.getByName("192.0.2.1")));
        assertThat(read("ff15::1", "::").multicast()).containsExactly(MulticastGroup.parse("ff15::1"));
    }

    @Test
    void saysWhatIsWrongWithAGroup() {
        assertThatThrownBy(() -> read("10.1.2.3", "0.0.0.0"))
                .isInstanceOf(ArgumentException.class)
                .hasMessageContaining(
                        "group: 10.1.2.3 (expected: a multicast address, 224.0.0.0 to 239.255.255.255 or ff00::/8)");
        assertThatThrownBy(() -> read("all.example", "0.0.0.0"))
                .isInstanceOf(ArgumentException.class)
                .hasMessageContaining("group: all.example (expected: an IPv4 or IPv6 address)");
        assertThatThrownBy(() -> read(Map.of("interface", "eth0"), "0.0.0.0"))
                .isInstanceOf(ArgumentException.class)
                .hasMessageContaining("\"group\" is missing");
        assertThatThrownBy(() -> read(Map.of("group", "239.1.2.3", "sauce", "10.0.0.1"), "0.0.0.0"))
                .isInstanceOf(ArgumentException.class)
                .hasMessageContaining("unknown key \"sauce\" (expected: group, interface, source)");
        assertThatThrownBy(() -> read(Map.of("group", "239.1.2.3", "source", "::1"), "0.0.0.0"))
                .isInstanceOf(ArgumentException.class)
                .hasMessageContaining("source: ::1 (expected: the IPv4 address of a sender)");
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, 239.1.2.3, address: 127.0.0.1 (expected: with multicast",
        "::1, ff15::1, address: ::1 (expected: with multicast",
        "0.0.0.0, ff15::1, multicast: ff15::1 (expected: a group of the family of address 0.0.0.0)",
        "::, 239.1.2.3, multicast: 239.1.2.3 (expected: a group of the family of address ::)"
    })
    void refusesAnAddressThatGetsNothingOfTheGroup(String address, String group, String message) {
        assertThatThrownBy(() -> UdpInputConfig.builder()
                        .port(0)
                        .address(address)
                        .multicast(List.of(MulticastGroup.parse(group)))
                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void refusesSeveralSocketsWithMulticast() {
        assertThatThrownBy(() -> UdpInputConfig.builder()
                        .port(0)
                        .address("0.0.0.0")
                        .sockets(2)
                        .multicast(List.of(MulticastGroup.parse("239.1.2.3")))
                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("sockets: 2 (expected: 1 with multicast, as each socket would get all datagrams)");
    }

    @ParameterizedTest
    @CsvSource({"0", "257"})
    void refusesANumberOfSockets(int sockets) {
        assertThatThrownBy(
                        () -> UdpInputConfig.builder().port(0).sockets(sockets).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("sockets: " + sockets + " (expected: 1 to 256)");
    }

    @ParameterizedTest
    @CsvSource({"2001:0db8:0:0:0:0:0:1, 2001:db8::1", "::1, ::1", "10.0.0.1, 10.0.0.1", "::ffff:10.0.0.1, 10.0.0.1"})
    void writesAddressesAsPeopleDo(String address, String expected) throws Exception {
        assertThat(AddressText.of(InetAddress.getByName(address))).isEqualTo(expected);
    }
}
