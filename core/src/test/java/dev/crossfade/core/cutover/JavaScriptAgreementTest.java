package dev.crossfade.core.cutover;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The browser's hash beside Java's. Needs Node.js, and fails without it: an agreement that nobody
 * looked at is none. Ids hold no unpaired surrogates, for ingest refuses them.
 */
class JavaScriptAgreementTest {
  private static final Path SCRIPT = Path.of("src/test/js/buckets.mjs");
  private static final int IDS = 100_000;
  private static final int MAX_LENGTH = 24;

  @Test
  @DisplayName("I9: JavaScript and Java agree on each of 100,000 random Unicode ids")
  void agree(@TempDir Path folder) throws IOException, InterruptedException {
    // given
    List<String> ids = ids(new Random(6));
    Path input = folder.resolve("ids.txt");
    Path output = folder.resolve("buckets.txt");
    Files.write(input, ids.stream().map(JavaScriptAgreementTest::hex).toList(), UTF_8);

    // when
    Process node =
        new ProcessBuilder("node", SCRIPT.toString(), "grp")
            .redirectInput(input.toFile())
            .redirectOutput(output.toFile())
            .redirectError(Redirect.INHERIT)
            .start();
    boolean ended = node.waitFor(60, TimeUnit.SECONDS);
    if (!ended) {
      node.destroyForcibly();
    }

    // then
    assertThat(ended).isTrue();
    assertThat(node.exitValue()).isZero();
    List<String> expected = new ArrayList<>();
    for (String id : ids) {
      expected.add(Sticky.hash("grp", id) + " " + Sticky.bucket("grp", id));
    }
    assertThat(Files.readAllLines(output)).isEqualTo(expected);
  }

  private static List<String> ids(Random random) {
    List<String> ids = new ArrayList<>(List.of("用户1", "user-1", ""));
    while (ids.size() < IDS) {
      StringBuilder id = new StringBuilder();
      int length = 1 + random.nextInt(MAX_LENGTH);
      int plane = random.nextInt(4);
      for (int i = 0; i < length; i++) {
        id.appendCodePoint(codePoint(random, plane));
      }
      ids.add(id.toString());
    }
    return ids;
  }

  /** ASCII, the basic plane, all planes: of one, two, three and four bytes. */
  private static int codePoint(Random random, int plane) {
    while (true) {
      int found =
          switch (plane) {
            case 0 -> random.nextInt(0x80);
            case 1 -> random.nextInt(0x800);
            case 2 -> random.nextInt(0x1_0000);
            default -> random.nextInt(0x11_0000);
          };
      if (found < Character.MIN_SURROGATE || found > Character.MAX_SURROGATE) {
        return found;
      }
    }
  }

  /** Code points in hex, so that no line break or byte order mark is lost on the way. */
  private static String hex(String id) {
    return String.join(" ", id.codePoints().mapToObj(Integer::toHexString).toList());
  }
}
