package dev.crossfade.core.golden;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The expected bytes of a stored format: lines gathered by a test, compared with a file of {@code
 * src/test/resources/golden}. With {@code -Dgolden.write=true} the file is written instead.
 */
public final class GoldenFile {
  private static final Path FOLDER = Path.of("src/test/resources/golden");

  private final String name;
  private final List<String> lines = new ArrayList<>();

  public GoldenFile(String name) {
    this.name = name;
  }

  public GoldenFile line(String line) {
    lines.add(line);
    return this;
  }

  /** A line of a label and a text, as it is. */
  public GoldenFile line(String label, String text) {
    return line(label + " => " + text);
  }

  /** A line of a label and bytes, which must be UTF-8, so that the file shows them exactly. */
  public GoldenFile line(String label, byte[] bytes) {
    return line(label, text(bytes));
  }

  /** Strictly decoded: two different byte arrays never give one text. */
  public static String text(byte[] bytes) {
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new AssertionError("not UTF-8", e);
    }
  }

  /** Compares, or writes. */
  public void check() throws IOException {
    byte[] actual = (String.join("\n", lines) + "\n").getBytes(UTF_8);
    Path file = FOLDER.resolve(name);
    if (Boolean.getBoolean("golden.write")) {
      Files.write(file, actual);
      return;
    }
    byte[] expected = Files.readAllBytes(file);
    assertThat(text(actual))
        .as("golden file %s, see README.md there", name)
        .isEqualTo(text(expected));
    assertThat(actual).isEqualTo(expected);
  }
}
