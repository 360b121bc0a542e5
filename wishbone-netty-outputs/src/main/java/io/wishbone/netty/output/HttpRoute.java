package io.wishbone.netty.output;

import java.util.List;

/**
 * What a request says beside its body; requests of the same may be one. <em>Immutable.</em>
 *
 * @param headers in their order
 */
record HttpRoute(String method, HttpAddress address, List<Field> headers) {
    /** One header field. */
    record Field(String name, String value) {}

    HttpRoute {
        headers = List.copyOf(headers);
    }

    /** The same at another address. */
    HttpRoute at(HttpAddress other) {
        return new HttpRoute(method, other, headers);
    }
}
