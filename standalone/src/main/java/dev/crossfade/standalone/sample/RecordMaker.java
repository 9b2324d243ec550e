package dev.crossfade.standalone.sample;

import dev.crossfade.standalone.sample.DomainPlan.Link;
import dev.crossfade.standalone.sample.KnownRecords.Known;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Makes records of one domain of one tenant. Not thread-safe. */
final class RecordMaker {
  private static final int TRIES = 50;

  private final DomainPlan domain;
  private final Map<String, DomainPlan> domains;
  private final KnownRecords known;
  private final Words words;
  private final Ids ids;
  private final ValueMaker values;
  private String writer = "";
  private int before = Integer.MAX_VALUE;

  RecordMaker(DomainPlan domain, Map<String, DomainPlan> domains, KnownRecords known, Words words) {
    this.domain = domain;
    this.domains = domains;
    this.known = known;
    this.words = words;
    this.ids = new Ids(domain, words);
    this.values = new ValueMaker(domain, words, this::target);
  }

  DomainPlan domain() {
    return domain;
  }

  /** Takes an id for the n-th record of a writer; null when nothing free was found. */
  @Nullable String id(int n, String of) {
    return free(() -> ids.of(n), of);
  }

  /** The n-th record, from 0; null when its composite id is never a new one. */
  @Nullable SampleRecord make(int n, @Nullable Known one, String of) {
    writer = of;
    before = domain.perSource() ? n / Sample.SOURCES.size() : n;
    if (one != null) {
      return record(one.id(), named(values.document(), one.id()), one.spared());
    }
    for (int i = 0; i < TRIES; i++) {
      ObjectNode document = values.document();
      String id = ids.composite(document);
      if (Ids.fits(id) && known.take(domain, id, of)) {
        return record(id, document, known.add(domain, id, of).spared());
      }
    }
    return null;
  }

  /** A further record, to which nothing refers. */
  @Nullable SampleRecord fresh(int n, String of) {
    writer = of;
    before = Integer.MAX_VALUE;
    if (domain.idKind() != IdKind.COMPOSITE) {
      String id = free(() -> ids.fresh(n, of), of);
      return id == null ? null : record(id, named(values.document(), id), true);
    }
    ObjectNode document = values.document();
    String id = ids.composite(document);
    return Ids.fits(id) && known.take(domain, id, of) ? record(id, document, true) : null;
  }

  /** Another form of a record: what must stay stays. */
  ObjectNode another(SampleRecord record) {
    writer = record.writer();
    before = refersToItself() ? place(record) : Integer.MAX_VALUE;
    ObjectNode document = named(values.document(), record.id());
    for (String place : domain.kept()) {
      Places.set(document, place, record.document().at(place));
    }
    return document;
  }

  private boolean refersToItself() {
    return domain.references().values().stream()
        .anyMatch(link -> link.domain().equals(domain.name()));
  }

  /** How many of its kind are there before it: a record refers to earlier ones, in no circle. */
  private int place(SampleRecord record) {
    List<Known> own = known.of(domain, writer);
    int place = 0;
    while (place < own.size() && !own.get(place).id().equals(record.id())) {
      place++;
    }
    return place;
  }

  private @Nullable String free(Supplier<String> maker, String of) {
    for (int i = 0; i < TRIES; i++) {
      String id = maker.get();
      if (known.take(domain, id, of)) {
        return id;
      }
    }
    return null;
  }

  private ObjectNode named(ObjectNode document, String id) {
    String field = domain.idField();
    if (field != null) {
      JsonNode schema = domain.schema().at("/properties" + field);
      Places.set(document, field, Ids.node(id, schema));
    }
    return document;
  }

  private SampleRecord record(String id, ObjectNode document, boolean spared) {
    boolean deletable = !domain.counted() && (!domain.needed() || spared);
    String source = domain.perSource() ? writer : null;
    return new SampleRecord(domain.name(), id, writer, source, document, deletable, domain.level());
  }

  private @Nullable JsonNode target(Link link, JsonNode schema, String place) {
    DomainPlan other = domains.get(link.domain());
    List<Known> all = other == null ? List.of() : known.of(other, writer);
    boolean own = link.domain().equals(domain.name());
    int count = own ? Math.min(before, all.size()) : all.size();
    if (count == 0) {
      return null;
    }
    int index = words.number(0, count);
    if (link.needs() && all.get(index).spared()) {
      index--;
    }
    return Ids.node(spelled(all.get(index).id(), place), schema);
  }

  /** A UUID is the same in either case; only within a composite id it keeps to one. */
  private String spelled(String id, String place) {
    if (domain.idFields().contains(place)) {
      return Ids.canonical(id);
    }
    return Ids.isUuid(id) && words.chance(4) ? id.toLowerCase(Locale.ROOT) : id;
  }
}
