package dev.crossfade.core.ddl;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Tables that the school does not have. */
class OddTablesDdlTest {

  @Test
  @DisplayName("names that SQL would misread are quoted, others are not")
  void quotes() {
    assertThat(SqlNames.of("user")).isEqualTo("\"user\"");
    assertThat(SqlNames.of("Name")).isEqualTo("\"Name\"");
    assertThat(SqlNames.of("a\"b; --")).isEqualTo("\"a\"\"b; --\"");
    assertThat(SqlNames.of("date")).isEqualTo("date");
  }

  @Test
  @DisplayName("class 20: names beyond 63 bytes are cut, and two that begin alike stay two")
  void longNames() {
    // given
    String column = "größe_of_the_thing_that_this_very_long_column_refers_to";
    TwoDomains made = new TwoDomains();
    made.link(column, "park").link(column + "2", "park");

    // when
    String sql = Ddl.of(made.blueprint());

    // then
    List<String> names = new ArrayList<>();
    Matcher matcher =
        Pattern.compile("(?:CONSTRAINT|EXISTS) (\"?)([^\\s\"]+)\\1 (?:FOR|ON)").matcher(sql);
    while (matcher.find()) {
      names.add(matcher.group(2));
    }
    assertThat(names).hasSize(4).doesNotHaveDuplicates();
    assertThat(names)
        .allSatisfy(
            name -> assertThat(name.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(63));
    assertThat(new HashSet<>(names)).hasSize(4);
  }

  @Test
  @DisplayName("an unchecked reference has no foreign key")
  void unchecked() {
    // given
    TwoDomains made = new TwoDomains().link("other_id", "unchecked");

    // then
    assertThat(Ddl.of(made.blueprint())).doesNotContain("FOREIGN KEY", "INDEX");
  }

  @Test
  @DisplayName("tables in a circle: the key that closes it is added when both are there")
  void circle() {
    // given
    TwoDomains made = new TwoDomains().link("b_id", "null").back("a_id", "park");

    // when
    String sql = Ddl.of(made.blueprint());

    // then
    assertThat(sql)
        .containsOnlyOnce(
            """
            ALTER TABLE shop.a
              DROP CONSTRAINT IF EXISTS a_tenant_b_id_fkey,
              ADD CONSTRAINT a_tenant_b_id_fkey FOREIGN KEY (tenant, b_id) REFERENCES shop.b (tenant, id);
            """)
        .contains("  CONSTRAINT b_tenant_a_id_fkey FOREIGN KEY (tenant, a_id) REFERENCES shop.a");
    assertThat(sql.indexOf("ALTER TABLE")).isGreaterThan(sql.lastIndexOf("CREATE TABLE"));
  }
}
