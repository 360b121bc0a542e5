package io.wishbone.cli;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A file that names a detached server's process, or those of its instances. <em>Immutable.</em>
 *
 * <p>The first line is the process id; what follows tells it from another process that got the same id later, and where
 * its log is. Instances follow each other, each beginning with a line that is its process id.
 */
final class PidFile {
    private static final String MARK = "wishbone";
    private static final int LARGEST = 64 << 10;

    private final Path path;

    PidFile(Path path) {
        this.path = path;
    }

    /**
     * What a pid file says.
     *
     * @param pid the process id
     * @param identity see {@link ProcessIdentity}
     * @param started when the server was started
     * @param config its bootstrap files, comma-separated
     * @param log its log file
     * @param stopDeadline how long its events may drain at a stop
     * @param instance which one it is of several, from 1; 0 for the only one
     */
    record Entry(
            long pid,
            String identity,
            Instant started,
            String config,
            String log,
            Duration stopDeadline,
            int instance) {
        static Entry of(long pid, List<Path> config, Path log, Duration stopDeadline, int instance) {
            return new Entry(
                    pid,
                    ProcessIdentity.of(pid).orElse("unknown"),
                    Instant.now(),
                    config.stream()
                            .map(path -> path.toAbsolutePath().toString())
                            .collect(Collectors.joining(", ")),
                    log.toAbsolutePath().toString(),
                    stopDeadline,
                    instance);
        }

        /** How messages name it. */
        String words() {
            return "pid " + pid + (instance == 0 ? "" : ", instance " + instance);
        }

        /** Whether the process of this entry still runs. */
        boolean isRunning() {
            return ProcessIdentity.of(pid).filter(identity::equals).isPresent();
        }

        private String format() {
            return pid + "\nfile=" + MARK + "\nidentity=" + identity + "\nstarted=" + started + "\nconfig=" + config
                    + "\nlog=" + log + "\nstop_deadline=" + stopDeadline + "\n"
                    + (instance == 0 ? "" : "instance=" + instance + "\n");
        }

        private static Entry parse(List<String> lines) {
            Map<String, String> values = new HashMap<>();
            for (String line : lines) {
                int split = line.indexOf('=');
                if (split > 0) {
                    values.put(line.substring(0, split), line.substring(split + 1));
                }
            }
            if (!MARK.equals(values.get("file"))) {
                throw new IllegalArgumentException("not written by wishbone");
            }
            return new Entry(
                    Long.parseLong(lines.get(0).strip()),
                    values.getOrDefault("identity", ""),
                    Instant.parse(values.getOrDefault("started", "")),
                    values.getOrDefault("config", ""),
                    values.getOrDefault("log", ""),
                    Duration.parse(values.getOrDefault("stop_deadline", "")),
                    Integer.parseInt(values.getOrDefault("instance", "0")));
        }
    }

    private static String format(List<Entry> entries) {
        return entries.stream().map(Entry::format).collect(Collectors.joining());
    }

    private static List<Entry> parse(String text) {
        List<List<String>> blocks = new ArrayList<>();
        for (String line : text.lines().toList()) {
            if (blocks.isEmpty() || line.indexOf('=') < 0) {
                blocks.add(new ArrayList<>());
            }
            blocks.get(blocks.size() - 1).add(line);
        }
        if (blocks.isEmpty()) {
            throw new IllegalArgumentException("empty");
        }
        return blocks.stream().map(Entry::parse).toList();
    }

    Path path() {
        return path;
    }

    /**
     * What the file says, of each instance; nothing if there is none.
     *
     * @throws CommandFailedException if the file is not ours or cannot be read
     */
    List<Entry> read() {
        try {
            if (Files.isRegularFile(path) && Files.size(path) > LARGEST) {
                throw foreign();
            }
            return parse(Files.readString(path));
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            if (Files.isDirectory(path)) {
                throw new CommandFailedException(ExitCode.FAILED, "pid file " + path + " is a directory");
            }
            throw e instanceof CharacterCodingException
                    ? foreign()
                    : new CommandFailedException(
                            ExitCode.FAILED, "cannot read pid file " + path + ": " + e.getMessage());
        } catch (RuntimeException e) {
            if (e instanceof CommandFailedException failed) {
                throw failed;
            }
            throw foreign();
        }
    }

    private CommandFailedException foreign() {
        return new CommandFailedException(
                ExitCode.FAILED,
                path + " is no pid file of wishbone and is left as it is (expected: another --pid, or remove it)");
    }

    /**
     * Writes the file, whole or not at all, if there is none.
     *
     * @throws CommandFailedException if there is one by now, or it cannot be written
     */
    void claim(List<Entry> entries) {
        Path fresh = path.resolveSibling(
                path.getFileName() + "." + ProcessHandle.current().pid() + ".tmp");
        try {
            Files.writeString(fresh, format(entries));
            try {
                link(fresh);
            } finally {
                Files.deleteIfExists(fresh);
            }
        } catch (FileAlreadyExistsException e) {
            throw new CommandFailedException(
                    ExitCode.FAILED, "pid file " + path + " appeared meanwhile; another start was faster");
        } catch (IOException e) {
            throw new CommandFailedException(ExitCode.FAILED, "cannot write pid file " + path + ": " + reason(e));
        }
    }

    /** A hard link either takes the name with all of its content or fails. */
    private void link(Path fresh) throws IOException {
        try {
            Files.createLink(path, fresh);
        } catch (UnsupportedOperationException e) {
            if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
                throw new FileAlreadyExistsException(path.toString());
            }
            Files.move(fresh, path);
        }
    }

    /** Fails where {@link #claim} would, before anything is started. */
    void checkWritable() {
        Path directory = path.toAbsolutePath().getParent();
        try {
            if (directory == null || !Files.isDirectory(directory)) {
                throw new NoSuchFileException(path.toString());
            }
            Files.delete(Files.createTempFile(directory, "wishbone", ".tmp"));
        } catch (IOException e) {
            throw new CommandFailedException(ExitCode.FAILED, "cannot write pid file " + path + ": " + reason(e));
        }
    }

    /** Removes the file if it still says the same. */
    void release(List<Entry> entries) {
        try {
            if (Files.exists(path) && Files.readString(path).equals(format(entries))) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new CommandFailedException(ExitCode.FAILED, "cannot remove pid file " + path + ": " + reason(e));
        }
    }

    /** Removes the file if it names a process and otherwise only such as have ended: that one is the last to go. */
    void releaseAsLast(long pid) {
        List<Entry> entries = read();
        boolean isNamed = entries.stream().anyMatch(entry -> entry.pid() == pid);
        if (isNamed && entries.stream().noneMatch(entry -> entry.pid() != pid && entry.isRunning())) {
            release(entries);
        }
    }

    static String reason(IOException e) {
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (e instanceof NoSuchFileException missing) {
            return "no such directory: "
                    + Path.of(missing.getFile()).toAbsolutePath().getParent();
        }
        return e instanceof FileSystemException system && system.getReason() != null
                ? system.getReason()
                : String.valueOf(e.getMessage());
    }
}
