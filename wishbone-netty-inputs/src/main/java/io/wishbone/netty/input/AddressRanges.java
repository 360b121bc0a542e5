package io.wishbone.netty.input;

import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import io.netty.util.NetUtil;
import io.wishbone.module.ArgumentException;
import io.wishbone.module.ArgumentType;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Some IP addresses, such as those of {@code 10.0.0.0/8} and {@code ::1}. <em>Immutable.</em>
 *
 * <p>An IPv4 address that comes mapped into IPv6 ({@code ::ffff:10.0.0.1}) counts as the IPv4 address.
 */
public final class AddressRanges {
    private static final AddressRanges NONE = new AddressRanges(List.of());
    private static final String EXPECTED =
            "an IP address or a range of them, such as 192.0.2.7, 10.0.0.0/8 or 2001:db8::/32";
    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,3}");

    private final List<Range> ranges;

    private AddressRanges(List<Range> ranges) {
        this.ranges = ranges;
    }

    /** No address at all. */
    public static AddressRanges none() {
        return NONE;
    }

    /**
     * Reads ranges, each an address or {@code address/bits}.
     *
     * @throws IllegalArgumentException if one is neither; host names are not looked up
     */
    public static AddressRanges of(String... ranges) {
        return of(List.of(ranges));
    }

    /** See {@link #of(String...)}. */
    public static AddressRanges of(List<String> ranges) {
        return ranges.isEmpty()
                ? NONE
                : new AddressRanges(ranges.stream().map(Range::parse).toList());
    }

    /** The type of arguments that name ranges: one, or a list of them. */
    static ArgumentType<AddressRanges> argumentType() {
        ArgumentType<List<Range>> list = ArgumentType.listOf(ArgumentType.of(EXPECTED, Range::read));
        return ArgumentType.of(
                "a list of addresses and ranges, such as [10.0.0.0/8, 2001:db8::/32, 192.0.2.7]",
                raw -> new AddressRanges(list.read(raw instanceof List<?> ? raw : List.of(raw))));
    }

    /** Whether an address is one of them. */
    public boolean contains(InetAddress address) {
        InetSocketAddress socket = new InetSocketAddress(address, 0);
        return ranges.stream().anyMatch(range -> range.rule().matches(socket));
    }

    /** Whether there are none. */
    public boolean isEmpty() {
        return ranges.isEmpty();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AddressRanges known && known.toString().equals(toString());
    }

    @Override
    public int hashCode() {
        return toString().hashCode();
    }

    /** The ranges as they were given. */
    @Override
    public String toString() {
        return ranges.stream().map(Range::text).toList().toString();
    }

    private record Range(String text, IpSubnetFilterRule rule) {
        static Range read(Object raw) {
            try {
                return parse(raw.toString());
            } catch (IllegalArgumentException e) {
                throw new ArgumentException(EXPECTED);
            }
        }

        static Range parse(String given) {
            String text = given.trim();
            int slash = text.indexOf('/');
            byte[] bytes = NetUtil.createByteArrayFromIpAddressString(slash < 0 ? text : text.substring(0, slash));
            if (bytes == null) {
                throw wrong(text);
            }
            InetAddress address = address(bytes);
            int most = bytes.length * Byte.SIZE;
            // What maps IPv4 into IPv6 is no part of the address any more.
            int mapped = most - address.getAddress().length * Byte.SIZE;
            int bits = slash < 0 ? most : bits(text, text.substring(slash + 1), mapped, most);
            return new Range(text, new IpSubnetFilterRule(address, bits - mapped, IpFilterRuleType.ACCEPT));
        }

        private static InetAddress address(byte[] bytes) {
            try {
                return InetAddress.getByAddress(bytes);
            } catch (UnknownHostException e) {
                throw new IllegalStateException("an address of " + bytes.length + " bytes", e);
            }
        }

        private static int bits(String range, String digits, int least, int most) {
            int bits = DIGITS.matcher(digits).matches() ? Integer.parseInt(digits) : -1;
            if (bits < least || bits > most) {
                throw new IllegalArgumentException(
                        "\"" + range + "\" (expected: " + least + " to " + most + " behind the slash)");
            }
            return bits;
        }

        private static IllegalArgumentException wrong(String text) {
            return new IllegalArgumentException("\"" + text + "\" (expected: " + EXPECTED + ")");
        }
    }
}
