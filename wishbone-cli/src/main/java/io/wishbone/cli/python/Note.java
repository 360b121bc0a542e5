package io.wishbone.cli.python;

import org.snakeyaml.engine.v2.nodes.Node;

/**
 * One thing that a translation did not carry over. <em>Immutable.</em>
 *
 * @param node where it stands in the old file
 * @param isLoss whether the file would mean something else without it; otherwise it does no harm
 * @param message what it is, why it is left out, and what to write instead
 */
public record Note(Node node, boolean isLoss, String message) {}
