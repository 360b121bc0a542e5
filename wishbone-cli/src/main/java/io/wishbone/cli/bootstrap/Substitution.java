package io.wishbone.cli.bootstrap;

import io.wishbone.module.NearestName;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Replaces <code>${NAME}</code>, <code>${NAME:-default}</code> and <code>${file:PATH}</code> in a text; <code>$${
 * </code> stands for <code>${</code>. What comes in is not looked at again. <em>Confined to the thread that loads the
 * file.</em>
 */
final class Substitution {
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final String FILE = "file:";
    private static final String DEFAULT = ":-";
    private static final int LARGEST_FILE = 64 << 10;
    private static final String FORMS =
            " (expected: ${NAME}, ${NAME:-default} or ${file:PATH}; \"$${\" stands for \"${\")";

    private final Function<String, @Nullable String> environment;
    private final Set<String> variables;
    private final Path base;

    /**
     * Makes a substitution.
     *
     * @param environment the values of variables
     * @param variables their names, for hints
     * @param base where relative paths begin
     */
    Substitution(Function<String, @Nullable String> environment, Set<String> variables, Path base) {
        this.environment = environment;
        this.variables = variables;
        this.base = base;
    }

    /** Takes what cannot be replaced, with a message, and what came from files. */
    interface Listener {
        void failed(String token, String message);

        void read(String secret);
    }

    String replace(String text, Listener listener) {
        StringBuilder result = new StringBuilder();
        int done = 0;
        for (int at = text.indexOf("${"); at >= 0; at = text.indexOf("${", done)) {
            if (at > done && text.charAt(at - 1) == '$') {
                result.append(text, done, at - 1).append("${");
                done = at + 2;
                continue;
            }
            int close = closing(text, at + 2);
            result.append(text, done, at);
            if (close < 0) {
                listener.failed(text.substring(at), Wording.quote(text.substring(at)) + " does not end" + FORMS);
                return result.toString();
            }
            result.append(value(text.substring(at, close + 1), text.substring(at + 2, close), listener));
            done = close + 1;
        }
        return result.append(text, done, text.length()).toString();
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

    private String value(String token, String inside, Listener listener) {
        if (inside.startsWith(FILE)) {
            return contentOf(token, replace(inside.substring(FILE.length()), listener), listener);
        }
        int split = inside.indexOf(DEFAULT);
        String name = split < 0 ? inside : inside.substring(0, split);
        if (!NAME.matcher(name).matches()) {
            listener.failed(token, "bad substitution " + Wording.quote(token) + FORMS);
            return "";
        }
        String value = environment.apply(name);
        if (split >= 0) {
            return value == null || value.isEmpty()
                    ? replace(inside.substring(split + DEFAULT.length()), listener)
                    : value;
        }
        if (value == null) {
            listener.failed(token, "variable " + Wording.quote(name) + " is not set" + nearest(name));
            return "";
        }
        return value;
    }

    private String nearest(String name) {
        String fallback = "; set it, or write ${" + name + ":-default}";
        return NearestName.find(name, variables)
                        .filter(near -> Math.abs(near.length() - name.length()) <= 2)
                        .map(near -> " (did you mean " + Wording.quote(near) + "?)")
                        .orElse("")
                + fallback;
    }

    private String contentOf(String token, String path, Listener listener) {
        try (InputStream in = Files.newInputStream(base.resolve(path))) {
            byte[] bytes = in.readNBytes(LARGEST_FILE + 1);
            if (bytes.length > LARGEST_FILE) {
                listener.failed(token, "file " + Wording.quote(path) + " is too large (expected: up to 64 KiB)");
                return "";
            }
            String content = withoutLineEnd(new String(bytes, StandardCharsets.UTF_8));
            listener.read(content);
            return content;
        } catch (NoSuchFileException e) {
            listener.failed(
                    token, "no such file: " + Wording.quote(base.resolve(path).normalize()));
        } catch (IOException | InvalidPathException e) {
            listener.failed(token, "cannot read file " + Wording.quote(path) + ": " + e.getMessage());
        }
        return "";
    }

    private static String withoutLineEnd(String content) {
        int end = content.length();
        if (content.endsWith("\n")) {
            end -= content.endsWith("\r\n") ? 2 : 1;
        }
        return content.substring(0, end);
    }
}
