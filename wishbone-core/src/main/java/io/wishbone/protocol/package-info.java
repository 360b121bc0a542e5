/**
 * How one message's bytes become data and back.
 *
 * <p>Start with {@link io.wishbone.protocol.Protocol}, which makes a {@link io.wishbone.protocol.Decoder} and an
 * {@link io.wishbone.protocol.Encoder} for whoever needs one. A {@link io.wishbone.protocol.ProtocolType} declares one
 * for bootstrap files; a jar's {@link io.wishbone.protocol.ProtocolCatalog}, named in {@code META-INF/services}, is
 * found without further registration.
 *
 * <pre>{@code
 * static final ProtocolType TYPE = ProtocolType.builder("hex")
 *         .summary("Bytes as hexadecimal digits.")
 *         .create(arguments -> Protocol.of("hex", context -> new HexDecoder(), context -> new HexEncoder()));
 * }</pre>
 */
@NullMarked
package io.wishbone.protocol;

import org.jspecify.annotations.NullMarked;
