package io.wishbone.netty.codec;

import io.netty.channel.ChannelInboundHandlerAdapter;
import io.wishbone.module.Argument;
import io.wishbone.module.ArgumentType;
import io.wishbone.module.Arguments;
import java.util.List;
import java.util.Map;

/** Providers of codecs, right ones and one for each wrong. */
public final class Providers {
    private Providers() {}

    /** What a codec was made of. */
    record Made(int maxFrame, String module) implements Codec {
        @Override
        public List<io.netty.channel.ChannelHandler> newHandlers(CodecContext context) {
            return List.of(new ChannelInboundHandlerAdapter());
        }
    }

    /** A right one. */
    public static class Plain implements CodecProvider {
        static final Argument<Integer> MAX_FRAME =
                Argument.defaulted("max_frame", ArgumentType.integer(1, 100), "64", "the longest frame");
        static final Argument<String> UNIT = Argument.optional("unit", ArgumentType.text(), "the unit");
        static final Argument<Integer> PIN = Argument.optional("pin", ArgumentType.integer(0, 9999), "a secret")
                .secret();

        /** Public. */
        public Plain() {}

        @Override
        public String name() {
            return "plain";
        }

        @Override
        public String summary() {
            return "For tests.";
        }

        @Override
        public List<Argument<?>> arguments() {
            return List.of(MAX_FRAME, UNIT, PIN);
        }

        @Override
        public Codec create(Arguments arguments) {
            if (arguments.find(UNIT).isPresent()) {
                throw new IllegalArgumentException("unit: miles (expected: none)");
            }
            return new Made(arguments.get(MAX_FRAME), arguments.module());
        }
    }

    /** One that takes the same name. */
    public static final class Twin extends Plain {}

    /** One with an argument that must be given. */
    public static final class Demanding extends Plain {
        @Override
        public String name() {
            return "demanding";
        }

        @Override
        public List<Argument<?>> arguments() {
            return List.of(Argument.required("unit", ArgumentType.text(), "the unit"));
        }
    }

    /** Nobody can make one. */
    public static final class Closed extends Plain {
        private Closed() {}
    }

    /** Nobody outside can make one. */
    static final class Hidden extends Plain {}

    /** Nobody can make one. */
    public abstract static class Unfinished extends Plain {}

    /** Fails when it is made. */
    public static final class Throwing extends Plain {
        /** Throws. */
        public Throwing() {
            throw new IllegalStateException("no licence");
        }
    }

    /** Cannot be loaded. */
    public static final class Unlinked extends Plain {
        static final int LIMIT = Integer.parseInt(Map.of("limit", "none").get("limit"));
    }
}
