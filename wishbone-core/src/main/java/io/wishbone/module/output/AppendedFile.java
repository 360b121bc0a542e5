package io.wishbone.module.output;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file that is open for appending. <em>Confined to its module's thread.</em> */
interface AppendedFile extends Closeable {
    /** Opens files. */
    @FunctionalInterface
    interface Opener {
        /** Opens a file for appending; makes it if it does not exist. */
        AppendedFile open(Path path) throws IOException;
    }

    /** Writes some of the bytes to the end of the file, all of them as a rule. */
    void write(ByteBuffer bytes) throws IOException;

    /** The file's size in bytes, with what others wrote. */
    long size() throws IOException;

    /** Forces what was written to the disk. */
    void force() throws IOException;

    /** Opens a file of the file system. */
    static AppendedFile open(Path path) throws IOException {
        FileChannel channel =
                FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
        return new AppendedFile() {
            @Override
            public void write(ByteBuffer bytes) throws IOException {
                channel.write(bytes);
            }

            @Override
            public long size() throws IOException {
                return channel.size();
            }

            @Override
            public void force() throws IOException {
                channel.force(false);
            }

            @Override
            public void close() throws IOException {
                channel.close();
            }
        };
    }
}
