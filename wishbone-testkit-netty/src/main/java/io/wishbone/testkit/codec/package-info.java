/**
 * For authors of codecs: the suite that every codec must pass.
 *
 * <p>Start with {@link io.wishbone.testkit.codec.CodecContract}, which a test class implements:
 *
 * <pre>{@code
 * class ModbusTest implements CodecContract {
 *     public Codec newCodec() {
 *         return new ModbusCodec();
 *     }
 *
 *     public List<CodecSample> samples() {
 *         return List.of(CodecSample.of(Map.of("unit", 1), new byte[] {1, 0, 0}));
 *     }
 *     ...
 * }
 * }</pre>
 */
@NullMarked
package io.wishbone.testkit.codec;

import org.jspecify.annotations.NullMarked;
