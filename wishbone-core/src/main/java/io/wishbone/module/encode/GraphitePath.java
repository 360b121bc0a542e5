package io.wishbone.module.encode;

/** Makes paths that Graphite takes. */
final class GraphitePath {
    private static final char SUBSTITUTE = '_';

    private GraphitePath() {}

    /**
     * Appends levels to a path. Characters other than ASCII letters, digits, {@code _}, {@code -}, {@code :} and
     * {@code %} become {@code _}; empty levels are left out.
     */
    static void append(StringBuilder path, String levels) {
        boolean begins = true;
        for (int i = 0; i < levels.length(); i++) {
            char c = levels.charAt(i);
            if (c == '.') {
                begins = true;
                continue;
            }
            if (begins && !path.isEmpty()) {
                path.append('.');
            }
            begins = false;
            path.append(isAllowed(c) ? c : SUBSTITUTE);
        }
    }

    /** A name that is one level: its dots become {@code _}. */
    static String level(String name) {
        return name.replace('.', SUBSTITUTE);
    }

    private static boolean isAllowed(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '_'
                || c == '-'
                || c == ':'
                || c == '%';
    }
}
