package io.wishbone.module.output;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The files that were once at a path: beside it, with the time at which they were moved away at the end of their name,
 * as in {@code events.log.20261231T235959.123Z}. <em>Confined to its module's thread.</em>
 *
 * <p>What has another form of name, or is no regular file, is somebody else's and is never touched. No name is older
 * than one that is there already, whatever the clock says, so that their order by name is that in which they were
 * written.
 */
final class OldFiles {
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss.SSSX", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Path path;
    private final int keep;

    OldFiles(Path path, int keep) {
        this.path = path;
        this.keep = keep;
    }

    private record Old(Path file, Instant moved) {}

    /** A file that was moved, and can be moved back. */
    record Moved(Path from, Path to) {
        /** Moves it back, unless there is something again. */
        void undo() throws IOException {
            Files.move(to, from);
        }
    }

    /**
     * Moves the file at the path away. A symbolic link stays where it is: what it leads to is moved.
     *
     * @param now the time of day
     * @return from where to where; nothing if there was no file
     */
    Optional<Moved> moveAway(Instant now) throws IOException {
        if (!Files.exists(path)) {
            return Optional.empty();
        }
        Path file = path.toRealPath();
        if (!Files.isRegularFile(file)) {
            throw new IOException(file + " is no regular file");
        }
        Path old = nameAt(file, now);
        Files.move(file, old);
        return Optional.of(new Moved(file, old));
    }

    private static Path nameAt(Path file, Instant now) throws IOException {
        Instant time = now.truncatedTo(ChronoUnit.MILLIS);
        List<Old> all = list(file);
        if (!all.isEmpty()) {
            Instant afterLast = all.get(all.size() - 1).moved().plusMillis(1);
            time = time.isBefore(afterLast) ? afterLast : time;
        }
        Path old = file.resolveSibling(file.getFileName() + "." + STAMP.format(time));
        while (Files.exists(old, LinkOption.NOFOLLOW_LINKS)) {
            time = time.plusMillis(1);
            old = file.resolveSibling(file.getFileName() + "." + STAMP.format(time));
        }
        return old;
    }

    /** Deletes the oldest ones so that as many are left as are to be kept. */
    void deleteOldest() throws IOException {
        List<Old> all = list(path.toRealPath());
        for (Old old : all.subList(0, Math.max(0, all.size() - keep))) {
            Files.deleteIfExists(old.file());
        }
    }

    /** All old files, the oldest first. */
    private static List<Old> list(Path file) throws IOException {
        List<Old> found = new ArrayList<>();
        String prefix = file.getFileName() + ".";
        try (DirectoryStream<Path> beside = Files.newDirectoryStream(directoryOf(file))) {
            for (Path other : beside) {
                String name = String.valueOf(other.getFileName());
                if (name.startsWith(prefix)) {
                    timeIn(name.substring(prefix.length()))
                            .filter(time -> Files.isRegularFile(other, LinkOption.NOFOLLOW_LINKS))
                            .ifPresent(time -> found.add(new Old(other, time)));
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        found.sort(Comparator.comparing(Old::moved));
        return found;
    }

    private static Optional<Instant> timeIn(String stamp) {
        try {
            Instant time = STAMP.parse(stamp, Instant::from);
            // Parsing is more lenient than what is written here.
            return STAMP.format(time).equals(stamp) ? Optional.of(time) : Optional.empty();
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private static Path directoryOf(Path file) throws IOException {
        Path directory = file.toAbsolutePath().getParent();
        if (directory == null) {
            throw new IOException(file + " is in no directory");
        }
        return directory;
    }
}
