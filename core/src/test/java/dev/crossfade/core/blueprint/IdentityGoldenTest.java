package dev.crossfade.core.blueprint;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.crossfade.core.blueprint.Forward.Mapped;
import dev.crossfade.core.event.SourceKey;
import dev.crossfade.core.golden.GoldenFile;
import dev.crossfade.core.json.Document;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Keys and row ids under every rule of identity: all of them are stored for ever. */
class IdentityGoldenTest {
  private static final String UUID = "11111111-2222-4333-8444-ABCDEFABCDEF";

  @Test
  @DisplayName("from a record's own id to its key, its row and the rows that it owns")
  void golden() throws IOException {
    GoldenFile golden = new GoldenFile("blueprint/identities.txt");
    golden.line("# domain tenant source own id => id of the key; then each row => its id");
    for (SourceKey source : List.of(new SourceKey("t1", "laptop"), new SourceKey("t2", "phone"))) {
      add(golden, source, "rooms", "5", "{'number': 5.0}");
      add(golden, source, "rooms", "-12345678901234567890", "{'number': -12345678901234567890}");
      add(golden, source, "devices", UUID, "{'room': 5}");
      add(golden, source, "devices", "toaster", "{}");
      add(
          golden,
          source,
          "tasks",
          "1",
          "{'id':'1','parent':'2','room':5,'device':'toaster','steps':[{},{}],'tags':['a']}");
      add(golden, source, "tasks", UUID, "{'id': '" + UUID + "', 'tags': []}");
      add(golden, source, "counters", "1", "{'nr': 1, 'task': '1', 'next': 2}");
      add(
          golden,
          source,
          "bookings",
          "[5,\"2026-01-02\", \"a\\/\\u00e9\", \"" + UUID + "\"]",
          "{'room':5,'at':{'day':'2026-01-02','slot':'a/é'},'guest':'" + UUID + "'}");
      add(
          golden,
          source,
          "visits",
          "[\"1\",7]",
          "{'task':'1','number':7,'preference':'singleton','detail':{'marks':[1]}}");
      add(golden, source, "settings", "singleton", "{}");
      add(golden, source, "preferences", "singleton", "{}");
    }
    golden.check();
  }

  private static void add(
      GoldenFile golden, SourceKey source, String domainName, String own, String json) {
    Domain domain = Lab.domain(domainName);
    Document document = Document.parse(json.replace('\'', '"').getBytes(UTF_8));
    RecordContext context =
        new RecordContext(domain.recordKey(source, own), source.source(), Lab.TIME);
    String label = String.join(" ", domainName, source.tenant(), source.source(), own);
    golden.line(label, context.key().id());
    Mapped mapped = (Mapped) domain.mapping().forward(document, context);
    for (Row row : mapped.allRows()) {
      StringBuilder others = new StringBuilder(row.key().id().toString());
      for (Column column : row.table().columns()) {
        Object value = row.value(row.table().position(column.name()));
        if (column.type() == SqlType.UUID && !column.equals(row.table().idColumn())) {
          others.append(' ').append(column.name()).append('=').append(value);
        }
      }
      golden.line("  " + row.table(), others.toString());
    }
  }
}
