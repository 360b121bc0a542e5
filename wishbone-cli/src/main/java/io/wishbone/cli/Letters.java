package io.wishbone.cli;

import io.wishbone.cli.bootstrap.Bootstrap.End;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The dead letters of several files, read twice: once to find all that is wrong before anything is sent, once to send
 * them. <em>Confined to one thread at a time.</em> Empty lines are passed over.
 */
final class Letters {
    private static final int MOST_SHOWN = 20;

    private final List<LetterFile> files;
    private final Letter.Reader reader;
    private final Function<End, Optional<String>> targetCheck;
    private int current;
    private long bad;

    /**
     * Makes letters of files.
     *
     * @param targetCheck what is wrong with a queue that an event is to go to; nothing if it is fine
     */
    Letters(List<LetterFile> files, Letter.Reader reader, Function<End, Optional<String>> targetCheck) {
        this.files = List.copyOf(files);
        this.reader = reader;
        this.targetCheck = targetCheck;
    }

    /**
     * What the files have.
     *
     * @param count how many letters
     * @param bad how many lines that are none
     * @param targets where the letters go
     */
    record Found(long count, long bad, Set<End> targets) {}

    /** Looks at all lines and tells what is wrong with them, the first 20 of those. */
    Found check(PrintWriter err) throws IOException {
        rewind();
        Set<End> targets = new LinkedHashSet<>();
        long count = 0;
        for (Optional<Letter> letter = next(err); letter.isPresent(); letter = next(err)) {
            count++;
            targets.add(letter.get().target());
        }
        if (bad > MOST_SHOWN) {
            err.println("and " + (bad - MOST_SHOWN) + " more such lines");
        }
        return new Found(count, bad, targets);
    }

    /** Goes back to the first letter. */
    void rewind() throws IOException {
        current = 0;
        bad = 0;
        for (LetterFile file : files) {
            file.rewind();
        }
    }

    /** The next letter, past all that are bad; nothing after the last. */
    Optional<Letter> next() throws IOException {
        return next(new PrintWriter(PrintWriter.nullWriter()));
    }

    private Optional<Letter> next(PrintWriter err) throws IOException {
        while (current < files.size()) {
            LetterFile file = files.get(current);
            Optional<byte[]> line = file.next();
            if (line.isEmpty()) {
                current++;
                continue;
            }
            if (line.get().length == 0) {
                continue;
            }
            try {
                return Optional.of(read(line.get(), file.isTooLong()));
            } catch (Letter.BadLetterException e) {
                if (++bad <= MOST_SHOWN) {
                    err.println(file.place() + ": " + e.getMessage());
                }
            }
        }
        return Optional.empty();
    }

    private Letter read(byte[] line, boolean isTooLong) throws Letter.BadLetterException {
        if (isTooLong) {
            throw new Letter.BadLetterException(
                    "the line is longer than " + (LetterFile.LONGEST >> 20) + " MiB (expected: a dead letter)");
        }
        Letter letter = reader.read(line);
        Optional<String> problem = targetCheck.apply(letter.target());
        if (problem.isPresent()) {
            throw new Letter.BadLetterException(problem.get());
        }
        return letter;
    }
}
