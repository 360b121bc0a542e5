/**
 * A codec of one's own: telegrams of thermometers, which this project made up.
 *
 * <p>Start with {@link io.wishbone.examples.thermometer.ThermometerCodec}; {@code docs/custom-codecs.md} explains it.
 *
 * <pre>{@code
 * out:
 *   module: wishbone.output.tcp
 *   arguments: {endpoints: "127.0.0.1:5140", codec: thermometer, codec_arguments: {max_name: 32}}
 * }</pre>
 */
@NullMarked
package io.wishbone.examples.thermometer;

import org.jspecify.annotations.NullMarked;
