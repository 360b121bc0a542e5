/**
 * Translates bootstrap files of Python's Wishbone, versions 0.4 to 3.1, into those of this one: nodes of YAML into
 * nodes of YAML, which keep their places in the old file.
 *
 * <p>Start with {@link io.wishbone.cli.python.PythonFile}; what it cannot carry over is a
 * {@link io.wishbone.cli.python.Note}. {@code PythonKinds} has the table of modules and their arguments,
 * {@code PythonFunctions} that of functions, {@code PythonProtocols} that of protocols.
 *
 * <pre>{@code
 * PythonFile file = new PythonFile(kinds);
 * if (file.isOne(root)) {
 *     PythonFile.Translation translation = file.translate(root);
 *     translation.notes().forEach(note -> report(note.node(), note.message()));
 * }
 * }</pre>
 */
@NullMarked
package io.wishbone.cli.python;

import org.jspecify.annotations.NullMarked;
