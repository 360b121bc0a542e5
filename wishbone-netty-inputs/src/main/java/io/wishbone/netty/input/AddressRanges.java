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

/**
 * Some IP addresses, such as those of {@code 10.0.0.0/8} and {@code ::1}. <em>Immutable.</em>
 *
 * <p>An IPv4 address that comes mapped into IPv6 ({@code ::ffff:10.0.0.1}) counts as the IPv4 address.
 */
public final class AddressRanges {
    private static final AddressRanges NONE = new AddressRanges(List.of());
    private static final String EXPECTED =
            "an IP address or a range of them, such as 192.0.2.7, 10.0.0.0/8 or 2001:db8::/32";
    private static final int IPV4_BITS = 32;
    private static final int IPV6_BITS = 128;
    private static final int IPV4_BYTES = 4;

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
            byte[] address = NetUtil.createByteArrayFromIpAddressString(slash < 0 ? text : text.substring(0, slash));
            if (address == null) {
                throw wrong(text);
            }
            int most = address.length == IPV4_BYTES ? IPV4_BITS : IPV6_BITS;
            int bits = slash < 0 ? most : bits(text, text.substring(slash + 1), most);
            try {
                return new Range(
                        text, new IpSubnetFilterRule(InetAddress.getByAddress(address), bits, IpFilterRuleType.ACCEPT));
            } catch (UnknownHostException e) {
                throw new IllegalStateException("an address of " + address.length + " bytes", e);
            }
        }

        private static int bits(String range, String digits, int most) {
            try {
                int bits = Integer.parseInt(digits);
                if (bits >= 0 && bits <= most) {
                    return bits;
                }
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(message(range, most), e);
            }
            throw new IllegalArgumentException(message(range, most));
        }

        private static String message(String range, int most) {
            return "\"" + range + "\" (expected: 0 to " + most + " behind the slash)";
        }

        private static IllegalArgumentException wrong(String text) {
            return new IllegalArgumentException("\"" + text + "\" (expected: " + EXPECTED + ")");
        }
    }
}
