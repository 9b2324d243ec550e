package dev.crossfade.core.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossfade.core.golden.GoldenFile;
import java.io.IOException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class KeysTest {
  @Test
  @DisplayName("The message keys of the golden file")
  void golden() throws IOException {
    new GoldenFile("message-keys.txt")
        .line("plain", new RecordKey("school-1", "students", "42").messageKey())
        .line("uuid", record("6f1b8c0e-3a52-4a53-9d6e-0f1f6c0f7a11"))
        .line("space, slash", record("a b/c"))
        .line("quotes, backslash", record("\"q\" \\b"))
        .line("array in disguise", record("x\",\"y"))
        .line("Latin, CJK", new RecordKey("é-学校", "schüler", "用户1").messageKey())
        .line("astral", record("😀𝒳"))
        .line("DEL and NEL", record("\u007f\u0085"))
        .line("line separators", record("\u2028\u2029"))
        .line("composed", record("\u00e9"))
        .line("decomposed", record("e\u0301"))
        .line("number in disguise", record("007"))
        .line("source", new SourceKey("school-1", "browser-1").messageKey())
        .line("source, all characters", new SourceKey("學", "AZaz09._~:@-").messageKey())
        .check();
  }

  @Property(tries = 1_000)
  @Label("Different records have different keys")
  void injective(
      @ForAll @StringLength(max = 4) @Chars({'a', '"', ',', '\\', '['}) String tenant,
      @ForAll @StringLength(max = 4) @Chars({'a', '"', ',', '\\', '['}) String id,
      @ForAll @StringLength(max = 4) @Chars({'a', '"', ',', '\\', '['}) String otherTenant,
      @ForAll @StringLength(max = 4) @Chars({'a', '"', ',', '\\', '['}) String otherId) {
    // given
    RecordKey one = new RecordKey(tenant, "d", id);
    RecordKey other = new RecordKey(otherTenant, "d", otherId);

    // then
    assertThat(java.util.Arrays.equals(one.messageKey(), other.messageKey()))
        .isEqualTo(one.equals(other));
  }

  private static byte[] record(String id) {
    return new RecordKey("school-1", "students", id).messageKey();
  }
}
