package dev.crossfade.standalone.demo.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** What the second reading of a blueprint says that columns must hold. */
final class PlanTest {
  private static final String FOUND = "here";
  private static final YAMLMapper YAML = new YAMLMapper();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "text | /a | {a: x} | x",
        "text | /a | {} | ",
        "text | {from: /a, default: y} | {a: null} | y",
        "timestamptz | {from: /a, default: $time} | {} | 2026-03-01T10:00:00.123Z",
        "timestamptz | /a | {a: '2026-03-01T12:00:00+02:00'} | 2026-03-01T10:00:00Z",
        "text(2) | {from: /a, truncate: true} | {a: 'äüö'} | äü",
        "text | {from: /a, map: {x: y, z: w}, else: w} | {a: x} | y",
        "text | {from: /a, map: {x: y, z: w}, else: w} | {a: q} | w",
        "text | {from: /a, map: {x: y}, default: v} | {} | v",
        "boolean | {from: /a, map: {0: true}, else: false} | {a: 0.0} | true",
        "boolean | {from: /a, map: {0: true}, else: false} | {a: 1} | false",
        "timestamptz | {from: /a, format: epoch-millis} | {a: 1772359200123} |"
            + " 2026-03-01T10:00:00.123Z",
        "timestamptz | {from: /a, format: epoch-seconds} | {a: 1772359200} | 2026-03-01T10:00:00Z",
        "timestamptz | {from: /a, format: epoch-seconds, default: $time} | {} |"
            + " 2026-03-01T10:00:00Z",
        "text | {constant: k} | {} | k",
        "numeric(8,2) | /a | {a: 5.10} | 5.1",
        "jsonb | {object: {p: /a, q: /b/c}} | {a: null, b: {c: 1.0}} | `{\"p\":null,\"q\":1,}`",
        "jsonb | {object: {p: /a}} | {} | ",
        "text[] | /a | {a: [x, y]} | `[x, y]`",
        "vector(2) | /a | {a: [0.10, 3]} | `[0.1, 3]`",
        "uuid | {from: /a, reference: others, missing: park, onDelete: park} | {a:"
            + " 7B903E0E-0E41-4A73-939F-F7D6F96E353B} | 7b903e0e-0e41-4a73-939f-f7d6f96e353b",
        "uuid | {from: /a, reference: others, missing: null, onDelete: null} | {a:"
            + " 7B903E0E-0E41-4A73-939F-F7D6F96E353B} | ",
        "uuid | {from: /a, reference: others, missing: null, onDelete: null} | {a: here} |"
            + " 4f1c1a0e-5b7d-5a3e-9c0f-000000000000",
        "uuid | {from: /a, reference: others, missing: unchecked} | {a:"
            + " 7b903e0e-0e41-4a73-939f-f7d6f96e353b} | 7b903e0e-0e41-4a73-939f-f7d6f96e353b"
      })
  @DisplayName("a column of each form")
  void column(String type, String form, String document, @Nullable String expected)
      throws Exception {
    // when
    String value = row(type, "x: " + form, "", document).get("x");

    // then
    if (document.contains(FOUND)) {
      assertThat(value).isEqualTo(RowIds.ofRecord("t", "others", FOUND, false));
    } else {
      assertThat(value).isEqualTo(expected);
    }
  }

  @Test
  @DisplayName("a copy sees the field as it would come back")
  void copies() throws Exception {
    // given
    String columns =
        "x: {from: /a, map: {open: o, opened: o}}, y: {from: /a, backward: false},"
            + " z: {from: /t, backward: false}, w: {from: /t}";

    // when
    Map<String, String> row = row("text", columns, "", "{a: opened, t: abc}");

    // then
    assertThat(row).containsEntry("y", "open").containsEntry("z", "abc");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"Ada, 12, 3 | Ada | 12, 3", "Ada | Ada | ", "', ' | '' | ''"})
  @DisplayName("split cuts where the words between first stand; another form goes to the first")
  void split(String text, @Nullable String first, @Nullable String second) throws Exception {
    // when
    Map<String, String> row =
        row("text", "z: /b", "split: {/a: '{x}, {y}'}", "{a: \"" + text + "\"}");

    // then
    assertThat(row.get("x")).isEqualTo(first);
    assertThat(row.get("y")).isEqualTo(second);
  }

  @Test
  @DisplayName("join puts texts together, and what comes back is cut by the same form")
  void join() throws Exception {
    // when
    Map<String, String> row =
        row(
            "text",
            "y: {from: /b, backward: false}",
            "join: {x: '{/a} {/b}'}",
            "{a: Ada Maria, b: Lovelace}");

    // then
    assertThat(row).containsEntry("x", "Ada Maria Lovelace").containsEntry("y", "Maria Lovelace");
  }

  @Test
  @DisplayName("ids: derived where they must be, and of each source its own")
  void ids() {
    // given
    String uuid = "7B903E0E-0E41-4A73-939F-F7D6F96E353B";

    // when
    String legacy = RowIds.ofRecord("t", "d", uuid, false);
    String derived = RowIds.ofRecord("t", "d", RowIds.canonical(uuid), true);
    String here = RowIds.ofKey("t", "d", "1", "browser-1");
    String there = RowIds.ofKey("t", "d", "1", "browser-2");

    // then
    assertThat(legacy).isEqualTo("7b903e0e-0e41-4a73-939f-f7d6f96e353b");
    assertThat(derived).isNotEqualTo(legacy).hasSize(36);
    assertThat(here).isNotEqualTo(there);
    assertThat(RowIds.ofKey("t", "d", "1", null)).isEqualTo("1");
    assertThat(RowIds.ofRecord("t", "d", here, false)).isEqualTo(here);
  }

  /** The columns x, y, z and w of the one row that a document becomes. */
  private static Map<String, String> row(
      String type, String columns, String further, String document) throws Exception {
    String blueprint =
        """
        name: test
        tables:
          - name: s.t
            key: id
            columns: [{id: uuid}, {x: '%1$s'}, {y: '%1$s'}, {z: '%1$s'}, {w: '%1$s'}]
          - {name: s.o, key: id, columns: [{id: uuid}]}
        domains:
          - name: things
            schema: {}
            id: {field: id, scope: tenant}
            rows:
              thing:
                table: s.t
                columns: {id: {record: id}, %2$s}
                %3$s
          - name: others
            schema: {}
            id: {field: id, scope: tenant}
            rows: {other: {table: s.o, columns: {id: {record: id}}}}
        """
            .formatted(type, columns, further);
    Plan plan = Plan.of(YAML.readTree(blueprint));
    JsonNode parsed = YAML.readTree(document);
    Subject subject =
        new Subject(
            "t",
            "things",
            "1",
            "browser-1",
            parsed,
            "2026-03-01T10:00:00.123Z",
            parsed,
            0,
            (tenant, domain, key) -> key.equals(FOUND));
    Map<String, String> row = new TreeMap<>();
    for (ExpectedTable.Column column : plan.tables().getFirst().columns()) {
      JsonNode value = column.value().of(subject);
      String text = value == null ? null : column.type().ofDocument(value);
      if (text != null) {
        row.put(column.name(), text);
      }
    }
    return row;
  }
}
