package io.wishbone.cli;

import io.wishbone.cli.bootstrap.Bootstrap.End;
import io.wishbone.event.Event;
import io.wishbone.event.Header;
import io.wishbone.protocol.Decoder;
import io.wishbone.protocol.ProtocolContext;
import io.wishbone.protocol.ProtocolException;
import io.wishbone.protocol.ProtocolType;
import io.wishbone.protocol.Protocols;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * A dead letter, read. <em>Immutable.</em>
 *
 * @param target the queue that the event goes back to
 * @param event the event, without the error for which it comes back
 */
record Letter(End target, Event event) {
    private static final String ERROR = "error";

    /** What is wrong with a line. */
    static final class BadLetterException extends Exception {
        private static final long serialVersionUID = 1;

        BadLetterException(String message) {
            super(message);
        }
    }

    /** Reads dead letters. <em>Confined to one thread at a time.</em> */
    static final class Reader {
        private static final ProtocolContext CONTEXT =
                new ProtocolContext("replay", InstantSource.system(), System::nanoTime, name -> new LongAdder());

        private final Decoder json = decoder("json");
        private final Decoder wishbone = decoder("wishbone");
        private final @Nullable End queue;

        /**
         * Makes a reader.
         *
         * @param queue where all events go; null for each to the queue that it failed at
         */
        Reader(@Nullable End queue) {
            this.queue = queue;
        }

        private static Decoder decoder(String protocol) {
            ProtocolType type = Protocols.find(protocol)
                    .orElseThrow(() -> new CommandFailedException(
                            ExitCode.FAILED,
                            "there is no protocol \"" + protocol
                                    + "\", which dead letters need (expected: wishbone-protocols on the class path)"));
            Map<String, Object> limits =
                    Map.of("max_bytes", LetterFile.LONGEST, "max_depth", 500, "max_number", 10_000);
            return type.create("replay", limits).newDecoder(CONTEXT);
        }

        /** The letter that a line is. */
        Letter read(byte[] line) throws BadLetterException {
            if (!(decode(json, line).data() instanceof Map<?, ?> map)
                    || !(map.get("dead_letter") instanceof Map<?, ?> note)) {
                throw new BadLetterException("no dead letter (expected: a line that wishbone.output.deadletter wrote)");
            }
            Event event = decode(wishbone, line);
            if (queue != null) {
                return new Letter(queue, withoutErrors(event));
            }
            if (note.get("module") instanceof String module && note.get("queue") instanceof String inlet) {
                Header header = event.header().without(module, ERROR);
                return new Letter(new End(module, inlet), event.withHeader(header));
            }
            throw new BadLetterException("the dead letter does not say where the event failed (expected: --queue)");
        }

        private static Event decode(Decoder decoder, byte[] line) throws BadLetterException {
            List<Event> events = new ArrayList<>(1);
            try {
                decoder.decode(Event.of(line), events::add);
            } catch (ProtocolException e) {
                throw new BadLetterException("no dead letter: " + e.getMessage());
            } catch (Exception e) {
                throw new BadLetterException("no dead letter: " + e);
            }
            return events.get(0);
        }

        /** The event begins before the module that it failed in, maybe before several. */
        private static Event withoutErrors(Event event) {
            Header header = event.header();
            Optional<String> module = header.lastModuleWith(ERROR);
            while (module.isPresent()) {
                header = header.without(module.get(), ERROR);
                module = header.lastModuleWith(ERROR);
            }
            return event.withHeader(header);
        }
    }
}
