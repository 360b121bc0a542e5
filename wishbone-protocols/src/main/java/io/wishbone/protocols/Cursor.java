package io.wishbone.protocols;

import io.wishbone.protocol.ProtocolException;

/** A place in a text that is read from left to right. <em>Confined to the thread that reads.</em> */
final class Cursor {
    private final String text;
    private int at;

    Cursor(String text) {
        this.text = text;
    }

    int at() {
        return at;
    }

    void goTo(int place) {
        at = place;
    }

    boolean isAtEnd() {
        return at >= text.length();
    }

    /** The next character; NUL at the end. */
    char peek() {
        return isAtEnd() ? '\0' : text.charAt(at);
    }

    /** Goes past a character if it is the next. */
    boolean skip(char c) {
        if (!isAtEnd() && text.charAt(at) == c) {
            at++;
            return true;
        }
        return false;
    }

    void skipSpaces() {
        while (skip(' ')) {
            // One more is gone.
        }
    }

    /**
     * Goes past a character that must be the next.
     *
     * @throws ProtocolException if it is not
     */
    void expect(char c, String what) throws ProtocolException {
        if (!skip(c)) {
            throw problem(what);
        }
    }

    /** Goes past up to so many digits and gives their value; -1 if there are none. */
    int digits(int most) {
        int value = -1;
        for (int i = 0; i < most && peek() >= '0' && peek() <= '9'; i++) {
            value = Math.max(0, value) * 10 + peek() - '0';
            at++;
        }
        return value;
    }

    /** What comes until the next space or the end, which is not part of it. */
    String word() {
        int space = text.indexOf(' ', at);
        int end = space < 0 ? text.length() : space;
        String word = text.substring(at, end);
        at = end;
        return word;
    }

    /** All that is left. */
    String rest() {
        String rest = text.substring(at);
        at = text.length();
        return rest;
    }

    String from(int begin) {
        return text.substring(begin, at);
    }

    ProtocolException problem(String what) {
        return new ProtocolException("at character " + (at + 1) + ": " + what);
    }
}
