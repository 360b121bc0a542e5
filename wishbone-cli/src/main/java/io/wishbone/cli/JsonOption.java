package io.wishbone.cli;

import java.io.PrintWriter;
import picocli.CommandLine.Option;

/** Whether a machine reads what is printed. <em>Confined to the main thread.</em> */
final class JsonOption {
    @Option(names = "--json", description = "Print JSON.")
    private boolean isWanted;

    boolean isWanted() {
        return isWanted;
    }

    void print(PrintWriter out, Object value) {
        out.println(Json.write(value));
    }
}
