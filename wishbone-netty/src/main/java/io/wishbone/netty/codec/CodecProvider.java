package io.wishbone.netty.codec;

import io.wishbone.module.Argument;
import io.wishbone.module.Arguments;
import java.util.List;

/**
 * Declares a codec for bootstrap files, with its arguments.
 *
 * <p>It is public and has a public constructor without parameters. A file says {@code codec: com.example.MyCodec}, its
 * class, or {@code codec: modbus}, its {@link #name}, which needs a line in
 * {@code META-INF/services/io.wishbone.netty.codec.CodecProvider}. Called when configurations are read.
 */
public interface CodecProvider {
    /** The name in bootstrap files, such as {@code modbus}; lower case, unlike a class. */
    String name();

    /** What the codec speaks, in a sentence. */
    String summary();

    /** What may stand in {@code codec_arguments}, in the order in which it is to be shown. */
    List<Argument<?>> arguments();

    /**
     * The codec.
     *
     * @param arguments the values, defaults filled in
     * @throws IllegalArgumentException if they do not go together; its message says what was expected
     */
    Codec create(Arguments arguments);
}
