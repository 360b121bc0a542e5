package io.wishbone.benchmarks;

import io.wishbone.netty.input.UdpInput;
import io.wishbone.netty.input.UdpInputConfig;
import io.wishbone.netty.output.UdpOutput;
import io.wishbone.netty.output.UdpOutputConfig;
import io.wishbone.router.Router;

/** The pipe under test in the end-to-end comparison of datagrams: from one UDP port to another. */
public final class UdpRelayPipe {
    private UdpRelayPipe() {}

    /**
     * Runs until it is ended.
     *
     * @param args the port to listen on, the port to send to, and the longest datagram in bytes (default that of the
     *     input)
     * @throws InterruptedException never in practice
     */
    public static void main(String[] args) throws InterruptedException {
        UdpInputConfig.Builder input = UdpInputConfig.builder().port(Integer.parseInt(args[0]));
        if (args.length > 2) {
            input.maxDatagramBytes(Integer.parseInt(args[2]));
        }
        Router router = Router.create();
        router.registerModule("in", new UdpInput(input.build()));
        router.registerModule(
                "out",
                new UdpOutput(UdpOutputConfig.builder()
                        .endpoint("127.0.0.1:" + args[1])
                        .build()));
        router.connect("in.outbox", "out.inbox");
        router.start();
        router.block();
    }
}
