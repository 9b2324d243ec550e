package dev.crossfade.core.blueprint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossfade.core.blueprint.Forward.Mapped;
import dev.crossfade.core.event.RecordKey;
import dev.crossfade.core.json.CanonicalJson;
import dev.crossfade.core.json.Document;
import java.time.Instant;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;
import tools.jackson.databind.node.ObjectNode;

/** The two laws of a mapping, over random records of each domain of the school. */
class RoundTripTest {
  private static final Instant TIME = Instant.parse("2026-03-01T09:30:00.123456789Z");

  @Provide
  Arbitrary<Domain> domains() {
    return Arbitraries.of(School.BLUEPRINT.domains());
  }

  @Property(tries = 1_000)
  @Label("backward(forward(x)) = x, exactly where forward says exact")
  void backIsTheSame(@ForAll("domains") Domain domain, @ForAll long seed) {
    // given
    Document document = Document.of(new RecordGenerator(seed).record(domain.name()));
    RecordContext context = context(domain, document);

    // when
    Mapped mapped = (Mapped) domain.mapping().forward(document, context);
    ObjectNode back = domain.mapping().backward(mapped.rows(), names(domain, document, context));

    // then
    assertThat(mapped.exact()).isEqualTo(CanonicalJson.equal(back, document.tree()));
    Statistics.collect(mapped.exact());
    Statistics.coverage(
        coverage -> {
          coverage.check(true).percentage(share -> share > 25);
          coverage.check(false).percentage(share -> share > 25);
        });
  }

  @Property(tries = 1_000)
  @Label("forward(backward(forward(x))) = forward(x)")
  void forwardAgainIsTheSame(@ForAll("domains") Domain domain, @ForAll long seed) {
    // given
    Document document = Document.of(new RecordGenerator(seed).record(domain.name()));
    RecordContext context = context(domain, document);
    Mapped mapped = (Mapped) domain.mapping().forward(document, context);

    // when
    Document back =
        Document.of(domain.mapping().backward(mapped.rows(), names(domain, document, context)));
    Mapped again = (Mapped) domain.mapping().forward(back, context);

    // then
    assertThat(again.rows()).isEqualTo(mapped.rows());
    assertThat(again.exact()).isTrue();
  }

  @Property(tries = 1_000)
  @Label("random records keep to their schema, and what comes back does too")
  void validates(@ForAll("domains") Domain domain, @ForAll long seed) {
    // given
    Document document = Document.of(new RecordGenerator(seed).record(domain.name()));
    RecordContext context = context(domain, document);

    // when
    Mapped mapped = (Mapped) domain.mapping().forward(document, context);
    ObjectNode back = domain.mapping().backward(mapped.rows(), names(domain, document, context));

    // then
    assertThat(domain.validate(document.tree())).isEmpty();
    assertThat(domain.validate(back)).isEmpty();
  }

  @Property(tries = 500)
  @Label("the keys of a record's rows follow from its key alone")
  void keys(@ForAll("domains") Domain domain, @ForAll long seed) {
    // given
    Document document = Document.of(new RecordGenerator(seed).record(domain.name()));
    RecordContext context = context(domain, document);

    // when
    Mapped mapped = (Mapped) domain.mapping().forward(document, context);

    // then
    assertThat(domain.mapping().keys(context.key()))
        .isEqualTo(mapped.rows().stream().map(Row::key).toList());
  }

  private static RecordContext context(Domain domain, Document document) {
    String id = domain.idOf(document).orElseThrow();
    return new RecordContext(new RecordKey("t1", domain.name(), id), "laptop", TIME);
  }

  private static ReferenceNames names(Domain domain, Document document, RecordContext context) {
    return DocumentNames.of(School.BLUEPRINT, domain, document, context);
  }
}
