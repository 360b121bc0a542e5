/** Fails tests that leak Netty buffers; see {@link io.wishbone.netty.leak.LeakCheck}. */
@NullMarked
package io.wishbone.netty.leak;

import org.jspecify.annotations.NullMarked;
