package io.wishbone.netty.input;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PeerRulesTest {
    private static final AddressRanges NONE = AddressRanges.none();

    @Test
    void refuseANegativeNumberOfConnections() {
        assertThatThrownBy(() -> new PeerRules(NONE, NONE, -1, ProxyProtocol.OFF, NONE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("maxConnectionsPerAddress: -1 (expected: >= 0; 0 is as many as there may be of all)");
    }

    @Test
    void needTheProxiesWhoseHeaderIsBelieved() {
        assertThatThrownBy(() -> new PeerRules(NONE, NONE, 0, ProxyProtocol.OPTIONAL, NONE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("trustedProxies: none (expected: the addresses of the proxies, since proxyProtocol is"
                        + " OPTIONAL and anybody else could claim any address)");
    }

    @Test
    void refuseProxiesOfWhichNoHeaderIsExpected() {
        AddressRanges proxies = AddressRanges.of("10.0.0.0/8");

        assertThatThrownBy(() -> new PeerRules(NONE, NONE, 0, ProxyProtocol.OFF, proxies))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("trustedProxies: [10.0.0.0/8] (expected: none, since proxyProtocol is OFF; OPTIONAL or"
                        + " REQUIRED makes use of them)");
    }
}
