package io.wishbone.module.output;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** Opens real files of which a test says how they fail, and counts what they were told. */
final class FakeFiles implements AppendedFile.Opener {
    private static final long NO_LIMIT = Long.MAX_VALUE;

    int forced;
    boolean forceFails;
    boolean openFails;
    int opened;
    int closed;
    private long free = NO_LIMIT;
    private int mostAtOnce = Integer.MAX_VALUE;

    /** The disk takes so many bytes more. */
    void free(long bytes) {
        free = bytes;
    }

    /** The disk has room again. */
    void freeAll() {
        free = NO_LIMIT;
    }

    /** Each write takes so many bytes at most. */
    void mostAtOnce(int bytes) {
        mostAtOnce = bytes;
    }

    @Override
    public AppendedFile open(Path path) throws IOException {
        if (openFails) {
            throw new IOException("Too many open files");
        }
        opened++;
        AppendedFile file = AppendedFile.open(path);
        return new AppendedFile() {
            @Override
            public void write(ByteBuffer bytes) throws IOException {
                if (free == 0) {
                    throw new IOException("No space left on device");
                }
                int count = (int) Math.min(Math.min(free, mostAtOnce), bytes.remaining());
                ByteBuffer part = bytes.slice(bytes.position(), count);
                file.write(part);
                bytes.position(bytes.position() + count);
                free -= free == NO_LIMIT ? 0 : count;
            }

            @Override
            public long size() throws IOException {
                return file.size();
            }

            @Override
            public void force() throws IOException {
                if (forceFails) {
                    throw new IOException("Input/output error");
                }
                forced++;
                file.force();
            }

            @Override
            public void close() throws IOException {
                closed++;
                file.close();
            }
        };
    }
}
