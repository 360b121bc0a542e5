package io.wishbone.cli.bootstrap;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Keeps secrets out of what is shown. */
final class Secrets {
    static final String MASK = "***";

    private Secrets() {}

    static String mask(String message, Collection<String> secrets) {
        List<String> longestFirst = secrets.stream()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
        String masked = message;
        for (String secret : longestFirst) {
            masked = masked.replace(secret, MASK);
        }
        return masked;
    }
}
