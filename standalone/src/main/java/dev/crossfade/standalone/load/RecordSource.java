package dev.crossfade.standalone.load;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Records that are read one after the other, never all at once. Confined to one thread. */
public interface RecordSource extends AutoCloseable {
  /** How many there are; -1 where nobody counted. */
  long total();

  /** The next one; null behind the last. */
  @Nullable SourceRecord next() throws IOException;

  @Override
  void close() throws IOException;

  /** Begins to read. */
  interface Opener {
    /** Called once, when the server is ready for what it reads. */
    RecordSource open() throws IOException;
  }
}
