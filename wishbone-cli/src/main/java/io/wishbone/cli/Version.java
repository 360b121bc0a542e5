package io.wishbone.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** Tells the versions that a bug report needs. */
final class Version implements IVersionProvider {
    /** The version of this project. */
    static String ofWishbone() {
        return versions().getProperty("wishbone", "unknown");
    }

    private static Properties versions() {
        Properties versions = new Properties();
        try (InputStream in = Version.class.getResourceAsStream("version.properties")) {
            if (in != null) {
                versions.load(in);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return versions;
    }

    @Override
    public String[] getVersion() {
        Properties versions = versions();
        return new String[] {
            "wishbone " + versions.getProperty("wishbone", "unknown"),
            "Netty " + versions.getProperty("netty", "unknown"),
            "Java " + Runtime.version() + " (" + System.getProperty("java.vendor") + ")"
        };
    }
}
