package io.wishbone.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.local.LocalIoHandler;
import io.netty.channel.nio.NioIoHandler;
import io.wishbone.actor.SharedResources;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EventLoopsTest {
    @ParameterizedTest
    @EnumSource
    void serveATransportIfItWorksHere(Transport transport) {
        if (!transport.isAvailable()) {
            assertThatThrownBy(() -> EventLoops.create(transport, 1))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("transport " + transport
                            + " does not work on this machine (expected: one that does, such as " + Transport.best()
                            + ")");
            return;
        }
        try (EventLoops loops = EventLoops.create(transport, 2);
                EventLoops again = EventLoops.using(loops.group())) {
            assertThat(loops.homes()).hasSize(2);
            assertThat(again.transport()).isEqualTo(transport);
        }
    }

    @Test
    void needAThread() {
        assertThatThrownBy(() -> EventLoops.create(Transport.NIO, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("loops: 0 (expected: >= 1)");
    }

    @Test
    void refuseAGroupThatServesNoTransport() throws Exception {
        EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, LocalIoHandler.newFactory());
        try {
            assertThatThrownBy(() -> EventLoops.using(group))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(
                            "event loop group io.netty.channel.MultiThreadIoEventLoopGroup serves none of the transports"
                                    + " epoll, kqueue, io_uring, NIO");
        } finally {
            group.shutdownGracefully(0, 5, TimeUnit.SECONDS).sync();
        }
    }

    @Test
    void areAsManyAsTheRouterSaysWhereTheyAreShared() {
        SharedResources shared = new SharedResources() {
            @Override
            public <T extends AutoCloseable> T get(Class<T> type, Supplier<? extends T> factory) {
                return factory.get();
            }

            @Override
            public int ioThreads() {
                return 3;
            }
        };
        try (EventLoops loops = EventLoops.orShared(null, shared)) {
            assertThat(loops.homes()).hasSize(3);
            assertThat(EventLoops.orShared(loops, shared)).isSameAs(loops);
        }
    }

    @Test
    void haveEndedWhenTheyAreClosed() {
        EventLoops loops = EventLoops.create(Transport.NIO, 2);
        loops.close();

        assertThat(loops.group().isTerminated()).isTrue();
    }

    /** The end comes between two looks of a loop then, always. */
    @ParameterizedTest
    @EnumSource
    void leaveNoChannelOpenWhenOneOfThemIsToldToEnd(Transport transport) throws Exception {
        assumeThat(transport.isAvailable()).isTrue();
        EventLoops loops = EventLoops.create(transport, 1);
        Channel channel = new ServerBootstrap()
                .group(loops.group())
                .channel(transport.serverChannel())
                .childHandler(new ChannelInboundHandlerAdapter())
                .bind(InetAddress.getLoopbackAddress(), 0)
                .sync()
                .channel();

        loops.group().execute(loops::close);
        loops.group().terminationFuture().sync();

        assertThat(channel.isOpen()).isFalse();
        assertThat(channel.isRegistered()).isFalse();
    }

    @Test
    void leaveAHostsGroupAlone() throws Exception {
        EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        try {
            EventLoops.using(group).close();

            assertThat(group.isShuttingDown()).isFalse();
        } finally {
            group.shutdownGracefully(0, 5, TimeUnit.SECONDS).sync();
        }
    }

    @Test
    void giveOneHomeAfterTheOther() {
        try (EventLoops loops = EventLoops.create(Transport.NIO, 3)) {
            assertThat(Stream.generate(loops::nextHome).limit(6))
                    .containsExactly(
                            loops.homes().get(0),
                            loops.homes().get(1),
                            loops.homes().get(2),
                            loops.homes().get(0),
                            loops.homes().get(1),
                            loops.homes().get(2));
        }
    }

    @Test
    void resolveNamesOnAThreadOfTheirOwn() {
        try (EventLoops loops = EventLoops.create(Transport.NIO, 1)) {
            assertThat(loops.resolve("127.0.0.1"))
                    .succeedsWithin(Duration.ofSeconds(10))
                    .satisfies(addresses -> assertThat(addresses).hasSize(1));
            assertThat(loops.resolve("no-such-host.invalid"))
                    .failsWithin(Duration.ofSeconds(10))
                    .withThrowableThat()
                    .withCauseInstanceOf(UnknownHostException.class);
        }
    }

    @Test
    void runWhatMayBlockOnAThreadOfTheResolvers() {
        try (EventLoops loops = EventLoops.create(Transport.NIO, 1)) {
            assertThat(loops.executeBlocking(() -> Thread.currentThread().getName()))
                    .succeedsWithin(Duration.ofSeconds(10))
                    .asString()
                    .startsWith("wishbone-resolver-");
        }
    }
}
