package dev.crossfade.standalone.sample;

import java.util.List;
import java.util.Random;

/** One tenant and its records, parents first. Immutable. */
public final class SampleTenant {
  private final String name;
  private final List<SampleRecord> records;
  private final List<DomainPlan> domains;
  private final KnownRecords known;

  SampleTenant(
      String name, List<SampleRecord> records, List<DomainPlan> domains, KnownRecords known) {
    this.name = name;
    this.records = List.copyOf(records);
    this.domains = domains;
    this.known = known;
  }

  public String name() {
    return name;
  }

  public List<SampleRecord> records() {
    return records;
  }

  /** The same records under another name. */
  public SampleTenant named(String other) {
    return new SampleTenant(other, records, domains, known);
  }

  /** What a source needs to go on: further forms of its records, and further records. */
  public SampleDocuments documents(String writer, Random random) {
    return new SampleDocuments(domains, known, writer, random);
  }
}
