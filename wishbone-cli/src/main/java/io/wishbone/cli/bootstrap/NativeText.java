package io.wishbone.cli.bootstrap;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.StreamDataWriter;
import org.snakeyaml.engine.v2.comments.CommentLine;
import org.snakeyaml.engine.v2.comments.CommentType;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;

/** Writes a bootstrap file, with comments where something was left out of it. */
final class NativeText {
    private static final int WIDEST = 140;

    private NativeText() {}

    /** A remark on a line of the file that was translated. */
    record Remark(int line, String text) {}

    static String write(Node root, List<Remark> remarks) {
        List<Node> keys = keys(root);
        for (Remark remark : remarks) {
            near(keys, remark.line()).ifPresent(key -> comment(key, "line " + remark.line() + ": " + remark.text()));
        }
        DumpSettings settings = DumpSettings.builder()
                .setDumpComments(true)
                .setDefaultFlowStyle(FlowStyle.BLOCK)
                .setIndent(2)
                .setIndicatorIndent(2)
                .setIndentWithIndicator(true)
                .setWidth(WIDEST)
                .setSplitLines(false)
                .build();
        Text text = new Text();
        new Dump(settings).dumpNode(root, text);
        return text.toString();
    }

    /** The keys of sections and of modules, in the order of the file. */
    private static List<Node> keys(Node root) {
        List<Node> keys = new ArrayList<>();
        if (root instanceof MappingNode sections) {
            for (NodeTuple section : sections.getValue()) {
                keys.add(section.getKeyNode());
                if (section.getValueNode() instanceof MappingNode entries) {
                    entries.getValue().forEach(entry -> keys.add(entry.getKeyNode()));
                }
            }
        }
        return keys;
    }

    private static Optional<Node> near(List<Node> keys, int line) {
        Node nearest = null;
        for (Node key : keys) {
            int begin = Place.of(key).line();
            if (nearest == null || (begin <= line && begin > Place.of(nearest).line())) {
                nearest = key;
            }
        }
        return Optional.ofNullable(nearest);
    }

    private static void comment(Node key, String text) {
        List<CommentLine> comments = new ArrayList<>();
        if (key.getBlockComments() != null) {
            comments.addAll(key.getBlockComments());
        }
        comments.add(new CommentLine(Optional.empty(), Optional.empty(), " " + text, CommentType.BLOCK));
        key.setBlockComments(comments);
    }

    private static final class Text implements StreamDataWriter {
        private final StringBuilder text = new StringBuilder();

        @Override
        public void write(String piece) {
            text.append(piece);
        }

        @Override
        public void write(String piece, int from, int length) {
            text.append(piece, from, from + length);
        }

        @Override
        public String toString() {
            return text.toString();
        }
    }
}
