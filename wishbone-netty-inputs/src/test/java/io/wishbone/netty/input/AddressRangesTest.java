package io.wishbone.netty.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRangesTest {
    private static InetAddress address(String text) throws UnknownHostException {
        return InetAddress.getByAddress(NetUtil.createByteArrayFromIpAddressString(text));
    }

    @ParameterizedTest(name = "{0} has {1}: {2}")
    @CsvSource({
        "192.0.2.7, 192.0.2.7, true",
        "192.0.2.7, 192.0.2.8, false",
        "10.0.0.0/8, 10.255.255.255, true",
        "10.0.0.0/8, 11.0.0.0, false",
        "10.1.2.3/8, 10.200.0.1, true",
        "10.0.0.0/31, 10.0.0.1, true",
        "10.0.0.0/31, 10.0.0.2, false",
        "128.0.0.0/1, 255.255.255.255, true",
        "128.0.0.0/1, 127.255.255.255, false",
        "0.0.0.0/0, 203.0.113.9, true",
        "0.0.0.0/0, 2001:db8::1, false",
        "::/0, 2001:db8::1, true",
        "::/0, 10.0.0.1, false",
        "2001:db8::/32, 2001:db8:ffff::1, true",
        "2001:db8::/32, 2001:db9::1, false",
        "2001:db8::/33, 2001:db8:8000::1, false",
        "::1, ::1, true",
        "::1, ::2, false",
        "::ffff:10.0.0.1, 10.0.0.1, true",
        "::ffff:10.0.0.0/104, 10.9.9.9, true",
        "::ffff:10.0.0.0/104, 11.0.0.0, false",
        "10.0.0.0/8, ::ffff:10.0.0.1, true"
    })
    void haveTheAddressesThatTheirBitsSay(String range, String address, boolean contained) throws Exception {
        assertThat(AddressRanges.of(range).contains(address(address))).isEqualTo(contained);
    }

    @Test
    void haveWhatAnyOfThemHas() throws Exception {
        AddressRanges ranges = AddressRanges.of("10.0.0.0/8", " 2001:db8::/32 ", "192.0.2.7");

        assertThat(ranges.contains(address("10.1.1.1"))).isTrue();
        assertThat(ranges.contains(address("2001:db8::7"))).isTrue();
        assertThat(ranges.contains(address("192.0.2.7"))).isTrue();
        assertThat(ranges.contains(address("192.0.2.6"))).isFalse();
        assertThat(ranges).hasToString("[10.0.0.0/8, 2001:db8::/32, 192.0.2.7]");
        assertThat(ranges.isEmpty()).isFalse();
    }

    @Test
    void haveNothingWithoutAny() throws Exception {
        assertThat(AddressRanges.of().isEmpty()).isTrue();
        assertThat(AddressRanges.none().contains(address("127.0.0.1"))).isFalse();
        assertThat(AddressRanges.of()).isEqualTo(AddressRanges.none()).hasSameHashCodeAs(AddressRanges.none());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "localhost", "10.0.0", "10.0.0.256", "10.0.0.0.1", "1.2.3.4:80", "2001:::1", "/8", "*"})
    void refuseWhatIsNoAddress(String text) {
        assertThatThrownBy(() -> AddressRanges.of(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "\"" + text + "\" (expected: an IP address or a range of them, such as 192.0.2.7, 10.0.0.0/8"
                                + " or 2001:db8::/32)");
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/33, 0 to 32",
        "10.0.0.0/-1, 0 to 32",
        "10.0.0.0/, 0 to 32",
        "10.0.0.0/+8, 0 to 32",
        "10.0.0.0/255.0.0.0, 0 to 32",
        "10.0.0.0/8/8, 0 to 32",
        "10.0.0.0/99999999999, 0 to 32",
        "::/129, 0 to 128",
        "::ffff:10.0.0.0/8, 96 to 128"
    })
    void refuseBitsThatThereAreNot(String text, String expected) {
        assertThatThrownBy(() -> AddressRanges.of(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("\"" + text + "\" (expected: " + expected + " behind the slash)");
    }
}
