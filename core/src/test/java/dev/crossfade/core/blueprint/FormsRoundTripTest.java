package dev.crossfade.core.blueprint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossfade.core.blueprint.Forward.Mapped;
import dev.crossfade.core.event.RecordKey;
import dev.crossfade.core.json.CanonicalJson;
import dev.crossfade.core.json.Document;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.statistics.Statistics;
import tools.jackson.databind.node.ObjectNode;

/** The two laws of a mapping, over random records with every form and type of a column. */
class FormsRoundTripTest {
  private static final Instant TIME = Instant.parse("2026-03-01T09:30:00.123456789Z");
  private static final Mapping MAPPING = Forms.THINGS.mapping();

  @Property(tries = 2_000)
  @Label("backward(forward(x)) = x, exactly where forward says exact")
  void backIsTheSame(@ForAll long seed) {
    // given
    Document document = Document.of(new FormsGenerator(seed).record());

    // when
    Mapped mapped = (Mapped) MAPPING.forward(document, context(document));
    ObjectNode back = MAPPING.backward(mapped.allRows(), names(document));

    // then
    assertThat(mapped.exact()).isEqualTo(CanonicalJson.equal(back, document.tree()));
    Statistics.collect(mapped.exact());
    Statistics.coverage(
        coverage -> {
          coverage.check(true).percentage(share -> share > 25);
          coverage.check(false).percentage(share -> share > 25);
        });
  }

  @Property(tries = 2_000)
  @Label("forward(backward(forward(x))) = forward(x), copies included")
  void forwardAgainIsTheSame(@ForAll long seed) {
    // given
    Document document = Document.of(new FormsGenerator(seed).record());
    Mapped mapped = (Mapped) MAPPING.forward(document, context(document));

    // when
    Document back = Document.of(MAPPING.backward(mapped.allRows(), names(document)));
    Mapped again = (Mapped) MAPPING.forward(back, context(document));

    // then
    assertThat(again.allRows()).isEqualTo(mapped.allRows());
    assertThat(again.exact()).isTrue();
  }

  @Property(tries = 500)
  @Label("each value is of its column's Java type")
  void javaTypes(@ForAll long seed) {
    // given
    Document document = Document.of(new FormsGenerator(seed).record());

    // when
    Mapped mapped = (Mapped) MAPPING.forward(document, context(document));

    // then
    List<Column> columns = mapped.rows().getFirst().table().columns();
    for (int i = 0; i < columns.size(); i++) {
      Object value = mapped.rows().getFirst().value(i);
      if (value != null) {
        assertThat(value).isInstanceOf(columns.get(i).type().javaType());
      }
      SqlType element = columns.get(i).element();
      if (value != null && element != null) {
        assertThat((List<?>) value).allMatch(element.javaType()::isInstance);
      }
    }
  }

  private static RecordContext context(Document document) {
    String id = Forms.THINGS.idOf(document).orElseThrow();
    return new RecordContext(new RecordKey("t1", "things", id), "laptop", TIME);
  }

  private static ReferenceNames names(Document document) {
    return DocumentNames.of(Forms.BLUEPRINT, Forms.THINGS, document, context(document));
  }
}
