package io.wishbone.netty.framing;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Keeps what a decoder gave it, as text of one character for each byte, and says stop when it is told to. */
final class RecordingSink implements FrameSink {
    static final String OVERSIZE = "<oversize>";
    static final String MALFORMED = "<malformed>";

    final List<String> seen = new ArrayList<>();
    private final BooleanSupplier goOn;

    RecordingSink() {
        this(() -> true);
    }

    RecordingSink(BooleanSupplier goOn) {
        this.goOn = goOn;
    }

    @Override
    public boolean frame(byte[] frame) {
        seen.add(new String(frame, StandardCharsets.ISO_8859_1));
        return goOn.getAsBoolean();
    }

    @Override
    public boolean oversize() {
        seen.add(OVERSIZE);
        return true;
    }

    @Override
    public void malformed(String what) {
        seen.add(MALFORMED + what);
    }
}
