/** Authorities and certificates for tests of TLS; see {@link io.wishbone.netty.pki.TestAuthority}. */
@NullMarked
package io.wishbone.netty.pki;

import org.jspecify.annotations.NullMarked;
