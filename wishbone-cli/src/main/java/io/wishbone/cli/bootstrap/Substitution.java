package io.wishbone.cli.bootstrap;

import io.wishbone.module.NearestName;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Replaces <code>${NAME}</code>, <code>${NAME:-default}</code>, <code>${NAME:?message}</code> and <code>${file:PATH}
 * </code> in a text; <code>$$</code> stands for a dollar. What comes in is not looked at again. <em>Confined to the
 * thread that loads the file.</em>
 */
final class Substitution {
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final String FILE = "file:";
    private static final String DEFAULT = ":-";
    private static final String OR_FAIL = ":?";
    private static final int LARGEST_FILE = 64 << 10;
    private static final String FORMS =
            " (expected: ${NAME}, ${NAME:-default}, ${NAME:?message} or ${file:PATH}; \"$$\" stands for a dollar)";

    private final Function<String, @Nullable String> environment;
    private final Set<String> variables;

    /**
     * Makes a substitution.
     *
     * @param environment the values of variables
     * @param variables their names, for hints
     */
    Substitution(Function<String, @Nullable String> environment, Set<String> variables) {
        this.environment = environment;
        this.variables = variables;
    }

    /** Takes what cannot be replaced, with a message, and what came from files. */
    interface Listener {
        void failed(String token, String message);

        void read(String secret);
    }

    /**
     * Replaces what there is to replace.
     *
     * @param base where relative paths begin
     */
    String replace(String text, Path base, Listener listener) {
        StringBuilder result = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            if (text.startsWith("$$", at)) {
                result.append('$');
                at += 2;
            } else if (text.startsWith("${", at)) {
                int close = closing(text, at + 2);
                if (close < 0) {
                    listener.failed(text.substring(at), Wording.quote(text.substring(at)) + " does not end" + FORMS);
                    return result.toString();
                }
                result.append(value(new Token(text.substring(at, close + 1), base, listener)));
                at = close + 1;
            } else {
                result.append(text.charAt(at++));
            }
        }
        return result.toString();
    }

    /**
     * One thing to replace.
     *
     * @param text as the file has it
     */
    private record Token(String text, Path base, Listener listener) {
        String inside() {
            return text.substring(2, text.length() - 1);
        }

        String failed(String message) {
            listener.failed(text, message);
            return "";
        }
    }

    private static int closing(String text, int from) {
        int depth = 1;
        for (int i = from; i < text.length(); i++) {
            if (text.startsWith("${", i)) {
                depth++;
            } else if (text.charAt(i) == '}' && --depth == 0) {
                return i;
            }
        }
        return -1;
    }

    private String value(Token token) {
        String inside = token.inside();
        if (inside.startsWith(FILE)) {
            return contentOf(token, replace(inside.substring(FILE.length()), token.base(), token.listener()));
        }
        int split = split(inside);
        String name = inside.substring(0, split);
        if (!NAME.matcher(name).matches()) {
            return token.failed("bad substitution " + Wording.quote(token.text()) + FORMS);
        }
        String value = environment.apply(name);
        if (split < inside.length() && (value == null || value.isEmpty())) {
            String rest = replace(inside.substring(split + DEFAULT.length()), token.base(), token.listener());
            return inside.startsWith(DEFAULT, split)
                    ? rest
                    : token.failed("variable " + Wording.quote(name) + (value == null ? " is not set" : " is empty")
                            + (rest.isBlank() ? "" : ": " + rest));
        }
        return value == null ? token.failed("variable " + Wording.quote(name) + " is not set" + nearest(name)) : value;
    }

    /** Where the name ends. */
    private static int split(String inside) {
        int byDefault = inside.indexOf(DEFAULT);
        int orFail = inside.indexOf(OR_FAIL);
        int split = byDefault < 0 || (orFail >= 0 && orFail < byDefault) ? orFail : byDefault;
        return split < 0 ? inside.length() : split;
    }

    private String nearest(String name) {
        String fallback = "; set it, or write ${" + name + ":-default}";
        return NearestName.find(name, variables)
                        .filter(near -> Math.abs(near.length() - name.length()) <= 2)
                        .map(near -> " (did you mean " + Wording.quote(near) + "?)")
                        .orElse("")
                + fallback;
    }

    private static String contentOf(Token token, String path) {
        try {
            Path file = token.base().resolve(path);
            return Files.isDirectory(file)
                    ? token.failed(Wording.quote(path) + " is a directory (expected: a file)")
                    : contentOf(token, file, path);
        } catch (NoSuchFileException e) {
            Path missing = token.base().resolve(path).normalize();
            return token.failed("no such file: " + Wording.quote(missing));
        } catch (AccessDeniedException e) {
            return token.failed("cannot read file " + Wording.quote(path) + ": permission denied");
        } catch (IOException | InvalidPathException e) {
            return token.failed("cannot read file " + Wording.quote(path) + ": " + e.getMessage());
        }
    }

    private static String contentOf(Token token, Path file, String path) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(LARGEST_FILE + 1);
            if (bytes.length > LARGEST_FILE) {
                return token.failed("file " + Wording.quote(path) + " is too large (expected: up to 64 KiB)");
            }
            String content = new String(bytes, StandardCharsets.UTF_8).strip();
            token.listener().read(content);
            return content;
        }
    }
}
