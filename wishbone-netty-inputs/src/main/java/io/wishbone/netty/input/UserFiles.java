package io.wishbone.netty.input;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** Reads files of users, a line each; lines that are empty or begin with {@code #} are skipped. */
final class UserFiles {
    /** Takes a line. */
    interface Lines {
        /**
         * Takes one.
         *
         * @throws IOException if something is wrong with it; without what is secret
         */
        void take(String line) throws IOException;
    }

    private UserFiles() {}

    static void read(Path file, Lines lines) throws IOException {
        List<String> all;
        try {
            all = Files.readAllLines(file);
        } catch (NoSuchFileException e) {
            throw new IOException("there is no file " + file, e);
        } catch (IOException e) {
            throw new IOException("cannot read " + file + ": " + e.getMessage(), e);
        }
        int number = 0;
        for (String raw : all) {
            number++;
            String line = raw.strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            try {
                lines.take(line);
            } catch (IOException e) {
                throw new IOException(file + ", line " + number + ": " + e.getMessage(), e);
            }
        }
    }
}
