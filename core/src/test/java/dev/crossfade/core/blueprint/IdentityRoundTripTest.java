package dev.crossfade.core.blueprint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossfade.core.blueprint.Forward.Mapped;
import dev.crossfade.core.event.SourceKey;
import dev.crossfade.core.json.CanonicalJson;
import dev.crossfade.core.json.Document;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;
import tools.jackson.databind.node.ObjectNode;

/** The two laws of a mapping, over random records of a blueprint with every rule of identity. */
class IdentityRoundTripTest {
  private static final SourceKey LAPTOP = new SourceKey("t1", "laptop");

  @Provide
  Arbitrary<Domain> domains() {
    return Arbitraries.of(Lab.BLUEPRINT.domains());
  }

  @Property(tries = 2_000)
  @Label("backward(forward(x)) = x, exactly where forward says exact")
  void backIsTheSame(@ForAll("domains") Domain domain, @ForAll long seed) {
    // given
    Document document = Document.of(new Lab(seed).record(domain.name()));
    RecordContext context = Lab.context(domain, document, LAPTOP);

    // when
    Mapped mapped = (Mapped) domain.mapping().forward(document, context);
    ObjectNode back = back(domain, mapped, document, context);

    // then
    assertThat(mapped.exact()).isEqualTo(CanonicalJson.equal(back, document.tree()));
    Statistics.collect(mapped.exact());
    Statistics.coverage(
        coverage -> {
          coverage.check(true).percentage(share -> share > 25);
          coverage.check(false).percentage(share -> share > 10);
        });
  }

  @Property(tries = 2_000)
  @Label("forward(backward(forward(x))) = forward(x), whatever the order of the stored rows")
  void forwardAgainIsTheSame(@ForAll("domains") Domain domain, @ForAll long seed) {
    // given
    Document document = Document.of(new Lab(seed).record(domain.name()));
    RecordContext context = Lab.context(domain, document, LAPTOP);
    Mapped mapped = (Mapped) domain.mapping().forward(document, context);

    // when
    Document back = Document.of(back(domain, mapped, document, context));
    Mapped again = (Mapped) domain.mapping().forward(back, context);

    // then
    assertThat(again.rows()).isEqualTo(mapped.rows());
    assertThat(again.sets()).isEqualTo(mapped.sets());
    assertThat(again.exact()).isTrue();
    assertThat(domain.validate(document.tree())).isEmpty();
    assertThat(domain.validate(back.tree())).isEmpty();
  }

  @Property(tries = 1_000)
  @Label("keys follow from the record's key alone; with the scope of a source, no two devices meet")
  void keys(@ForAll("domains") Domain domain, @ForAll long seed) {
    // given
    Document document = Document.of(new Lab(seed).record(domain.name()));
    RecordContext laptop = Lab.context(domain, document, LAPTOP);
    RecordContext phone = Lab.context(domain, document, new SourceKey("t1", "phone"));

    // when
    Mapped mapped = (Mapped) domain.mapping().forward(document, laptop);
    Mapped other = (Mapped) domain.mapping().forward(document, phone);

    // then
    List<RowKey> keys = mapped.rows().stream().map(Row::key).toList();
    assertThat(domain.mapping().keys(laptop.key())).isEqualTo(keys);
    assertThat(domain.mapping().setKeys(laptop.key()))
        .isEqualTo(mapped.sets().stream().map(RowSet::key).toList());
    List<RowKey> all = mapped.allRows().stream().map(Row::key).toList();
    assertThat(new HashSet<>(all)).hasSameSizeAs(all);
    List<RowKey> others = other.allRows().stream().map(Row::key).toList();
    switch (domain.idRule().scope()) {
      case TENANT -> assertThat(others).isEqualTo(all);
      case SOURCE -> assertThat(others).doesNotContainAnyElementsOf(all);
    }
  }

  @Property(tries = 1_000)
  @Label("I13 isolation: in a table without a tenant column no two tenants have a row of one id")
  void derivedTenancy(@ForAll("domains") Domain domain, @ForAll long seed) {
    // given
    Document document = Document.of(new Lab(seed).record(domain.name()));
    RecordContext one = Lab.context(domain, document, LAPTOP);
    RecordContext two = Lab.context(domain, document, new SourceKey("t2", "laptop"));

    // when
    Mapped mine = (Mapped) domain.mapping().forward(document, one);
    Mapped theirs = (Mapped) domain.mapping().forward(document, two);

    // then
    List<RowKey> keys = mine.allRows().stream().map(Row::key).toList();
    assertThat(theirs.allRows()).extracting(Row::key).doesNotContainAnyElementsOf(keys);
  }

  /** The way back from the rows as a table might answer them: in no order at all. */
  private static ObjectNode back(
      Domain domain, Mapped mapped, Document document, RecordContext context) {
    List<Row> rows = new ArrayList<>(mapped.allRows());
    Collections.shuffle(rows, new Random(rows.size()));
    return domain
        .mapping()
        .backward(rows, DocumentNames.of(Lab.BLUEPRINT, domain, document, context));
  }
}
