package dev.crossfade.ingest.snapshots;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.crossfade.kit.problem.ProblemException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineReaderTest {
  private static final int MAX = 20;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 100})
  @DisplayName("however the bytes come: blank lines are left out, the last line need not end")
  void lines(int piece) throws IOException {
    // given
    String text = "one\n\n  \t\r\ntwo\r\n\nthis one is too long, far too long\nlast";

    // when
    List<String> read = read(text, piece);

    // then
    assertThat(read).containsExactly("1 one", "4 two\r", "6 too long", "7 last");
  }

  @Test
  void exactlyTheLongest() throws IOException {
    assertThat(read("x".repeat(MAX) + "\n" + "y".repeat(MAX + 1), 5))
        .containsExactly("1 " + "x".repeat(MAX), "2 too long");
  }

  @Test
  void nothing() throws IOException {
    assertThat(read("", 1)).isEmpty();
    assertThat(read("\n\n", 1)).isEmpty();
  }

  @Test
  @DisplayName("a line without any end is refused, not read for ever")
  void hopeless() {
    InputStream endless =
        new InputStream() {
          @Override
          public int read() {
            return 'x';
          }
        };

    assertThatThrownBy(() -> new LineReader(endless, MAX).next())
        .isInstanceOf(ProblemException.class);
  }

  private static List<String> read(String text, int piece) throws IOException {
    InputStream in =
        new ByteArrayInputStream(text.getBytes(UTF_8)) {
          @Override
          public synchronized int read(byte[] bytes, int offset, int length) {
            return super.read(bytes, offset, Math.min(piece, length));
          }
        };
    LineReader lines = new LineReader(in, MAX);
    List<String> read = new ArrayList<>();
    while (lines.next()) {
      String line = lines.isTooLong() ? "too long" : new String(lines.line(), UTF_8);
      read.add(lines.number() + " " + line);
    }
    return read;
  }
}
