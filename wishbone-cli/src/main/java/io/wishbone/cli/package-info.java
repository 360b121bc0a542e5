/**
 * The {@code wishbone} command. Start with {@link io.wishbone.cli.Main}; what a bootstrap file may say is in
 * {@link io.wishbone.cli.bootstrap}.
 *
 * <pre>{@code
 * java -cp 'lib/*' io.wishbone.cli.Main debug --config relay.yaml
 * }</pre>
 */
@NullMarked
package io.wishbone.cli;

import org.jspecify.annotations.NullMarked;
