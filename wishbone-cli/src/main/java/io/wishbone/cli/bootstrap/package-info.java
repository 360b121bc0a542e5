/**
 * The YAML bootstrap file: what modules there are, with which arguments, and how their queues are connected.
 *
 * <p>Start with {@link io.wishbone.cli.bootstrap.BootstrapLoader}, which gives a
 * {@link io.wishbone.cli.bootstrap.Bootstrap} or, in one {@link io.wishbone.cli.bootstrap.BootstrapException}, every
 * {@link io.wishbone.cli.bootstrap.Problem} that the file has.
 *
 * <pre>{@code
 * Bootstrap bootstrap = BootstrapLoader.create(Catalog.installed()).load(Path.of("relay.yaml"));
 * try (Router router = bootstrap.createRouter()) {
 *     router.start();
 *     router.block();
 * }
 * }</pre>
 */
@NullMarked
package io.wishbone.cli.bootstrap;

import org.jspecify.annotations.NullMarked;
