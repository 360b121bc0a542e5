package io.wishbone.cli.bootstrap;

import io.wishbone.module.NearestName;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Reads a bootstrap file's text, if it is one. */
final class BootstrapText {
    private static final int LARGEST = 1 << 20;

    private BootstrapText() {}

    static String read(Path file) throws BootstrapException {
        if (!Files.exists(file)) {
            throw problem(file, "no such file" + neighbour(file));
        }
        byte[] bytes = bytes(file);
        if (bytes.length > LARGEST) {
            throw problem(file, "too large for a bootstrap file (expected: up to 1 MiB)");
        }
        String text = decode(file, bytes);
        if (text.lines().map(String::strip).allMatch(line -> line.isEmpty() || line.startsWith("#"))) {
            throw problem(file, "is empty (expected: the keys modules and routingtable)");
        }
        return text;
    }

    private static byte[] bytes(Path file) throws BootstrapException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(LARGEST + 1);
        } catch (AccessDeniedException e) {
            throw problem(file, "cannot be read: permission denied");
        } catch (IOException e) {
            throw problem(file, "cannot be read: " + e.getMessage());
        }
    }

    private static String decode(Path file, byte[] bytes) throws BootstrapException {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            ByteBuffer rest = ByteBuffer.wrap(bytes);
            // It stops where it does not understand.
            var unused = StandardCharsets.UTF_8.newDecoder().decode(rest, CharBuffer.allocate(bytes.length + 1), true);
            throw problem(file, "is not UTF-8 text: byte " + (rest.position() + 1) + " is no character");
        }
    }

    private static String neighbour(Path file) {
        Path directory = file.toAbsolutePath().getParent();
        Path name = file.getFileName();
        if (directory == null || name == null || !Files.isDirectory(directory)) {
            return "";
        }
        try (Stream<Path> siblings = Files.list(directory)) {
            List<String> names = siblings.map(Path::getFileName)
                    .map(String::valueOf)
                    .filter(sibling -> sibling.endsWith(".yaml") || sibling.endsWith(".yml"))
                    .toList();
            return names.isEmpty()
                    ? ""
                    : NearestName.find(name.toString(), names)
                            .map(near -> " (did you mean "
                                    + Wording.quote(file.resolveSibling(near).toString()) + "?)")
                            .orElse("");
        } catch (IOException e) {
            return "";
        }
    }

    private static BootstrapException problem(Path file, String message) {
        return new BootstrapException(List.of(Problem.ofFile(file.toString(), message)));
    }
}
