package io.wishbone.netty.input;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AddressTableTest {
    private static InetAddress address(int number) throws UnknownHostException {
        return InetAddress.getByAddress(new byte[] {10, (byte) (number >> 16), (byte) (number >> 8), (byte) number});
    }

    @Test
    void letsAsManyInAsAllowedAndAgainWhenOneHasLeft() throws Exception {
        AddressTable table = new AddressTable(2, 0);

        assertThat(table.enter(address(1))).isTrue();
        assertThat(table.enter(address(1))).isTrue();
        assertThat(table.enter(address(1))).isFalse();
        assertThat(table.enter(address(2))).isTrue();
        table.leave(address(1));
        assertThat(table.enter(address(1))).isTrue();
        assertThat(table.enter(address(1))).isFalse();
    }

    @Test
    void forgetsAnAddressWithItsLastConnection() throws Exception {
        AddressTable table = new AddressTable(1, 0);
        for (int i = 0; i < 100_000; i++) {
            assertThat(table.enter(address(i))).isTrue();
            assertThat(table.enter(address(i))).isFalse();
            table.leave(address(i));
        }

        assertThat(table.size()).isZero();
    }

    @Test
    void keepsTheLimitOfOneWhoReconnects() throws Exception {
        AddressTable table = new AddressTable(0, 1);
        table.enter(address(1));
        RateLimit limit = Objects.requireNonNull(table.limitOf(address(1)));
        // Full again in ten days.
        limit.take(System.nanoTime() + 864_000_000_000_000L);
        table.leave(address(1));

        table.enter(address(1));

        assertThat(table.limitOf(address(1))).isSameAs(limit);
        assertThat(table.limitOf(address(2))).isNull();
    }

    @Test
    void isBoundedThoughLimitsOfThoseWhoLeftAreNotFull() throws Exception {
        AddressTable table = new AddressTable(0, 1_000_000_000);
        int largest = 0;
        for (int i = 0; i < 300_000; i++) {
            table.enter(address(i));
            RateLimit limit = Objects.requireNonNull(table.limitOf(address(i)));
            limit.take(System.nanoTime());
            table.leave(address(i));
            largest = Math.max(largest, table.size());
        }

        assertThat(largest).isLessThan(50_000);
    }

    @Test
    void hasNoLimitWithoutOne() throws Exception {
        AddressTable table = new AddressTable(0, 0);
        table.enter(address(1));

        assertThat(table.limitOf(address(1))).isNull();
    }

    @Test
    void neverLetsMoreInWhicheverThreadsCome() throws Exception {
        int most = 3;
        AddressTable table = new AddressTable(most, 1000);
        AtomicInteger[] inside = {new AtomicInteger(), new AtomicInteger()};
        AtomicInteger highest = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Callable<Void>> visits = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                visits.add(() -> {
                    for (int n = 0; n < 50_000; n++) {
                        if (table.enter(address(n % 2))) {
                            int now = inside[n % 2].incrementAndGet();
                            highest.accumulateAndGet(now, Math::max);
                            inside[n % 2].decrementAndGet();
                            table.leave(address(n % 2));
                        }
                    }
                    return null;
                });
            }
            for (Future<Void> done : threads.invokeAll(visits)) {
                done.get();
            }
        } finally {
            threads.shutdown();
        }

        assertThat(highest).hasValueBetween(1, most);
        for (int i = 0; i < most; i++) {
            assertThat(table.enter(address(0))).isTrue();
        }
        assertThat(table.enter(address(0))).isFalse();
    }
}
