package io.wishbone.cli.bootstrap;

import org.jspecify.annotations.Nullable;

/**
 * A value as a file gives it. <em>Immutable.</em>
 *
 * @param raw a string, a number, a boolean, a list or a map; null for none
 * @param isHidden whether it has parts that must not be shown
 * @param isValid false if something in it was reported already
 */
record Value(@Nullable Object raw, boolean isHidden, boolean isValid) {
    String shown() {
        return isHidden || raw == null ? Secrets.MASK : Wording.quote(raw);
    }
}
