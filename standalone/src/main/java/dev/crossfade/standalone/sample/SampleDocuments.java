package dev.crossfade.standalone.sample;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Further forms of a source's records, and further records. Not thread-safe. */
public final class SampleDocuments {
  private final String writer;
  private final Words words;
  private final Map<String, RecordMaker> makers = new LinkedHashMap<>();
  private final List<RecordMaker> growing = new ArrayList<>();
  private int fresh;

  SampleDocuments(List<DomainPlan> domains, KnownRecords known, String writer, Random random) {
    this.writer = writer;
    this.words = new Words(random);
    Map<String, DomainPlan> byName = new LinkedHashMap<>();
    domains.forEach(domain -> byName.put(domain.name(), domain));
    for (DomainPlan domain : domains) {
      RecordMaker maker = new RecordMaker(domain, byName, known, words);
      makers.put(domain.name(), maker);
      boolean grows = !domain.needed() && !domain.counted() && domain.idKind() != IdKind.SINGLETON;
      if (grows) {
        growing.add(maker);
      }
    }
  }

  /** Another document for a record: its id, what it counts and what counts it stay. */
  public ObjectNode another(SampleRecord record) {
    return maker(record).another(record);
  }

  /** A further record that nothing refers to; empty where the blueprint leaves no room for one. */
  public Optional<SampleRecord> fresh() {
    return growing.isEmpty()
        ? Optional.empty()
        : Optional.ofNullable(words.pick(growing).fresh(fresh++, writer));
  }

  /** A document of the record that its schema forbids. */
  public JsonNode spoiled(SampleRecord record) {
    ObjectNode document = record.document().deepCopy();
    for (var property : maker(record).domain().schema().path("properties").properties()) {
      JsonNode type = property.getValue().path("type");
      boolean takesArrays =
          type.asString("").equals("array")
              || type.valueStream().anyMatch(t -> t.asString().equals("array"));
      if (!type.isMissingNode() && !takesArrays) {
        document.putArray(property.getKey()).addArray();
        return document;
      }
    }
    return JsonNodeFactory.instance.arrayNode();
  }

  private RecordMaker maker(SampleRecord record) {
    RecordMaker maker = makers.get(record.domain());
    if (maker == null) {
      throw new IllegalArgumentException("no record of this sample");
    }
    return maker;
  }
}
