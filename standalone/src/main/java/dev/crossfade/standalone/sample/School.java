package dev.crossfade.standalone.sample;

import java.util.List;

/** One tenant and its records, parents first. */
public record School(String tenant, List<SampleRecord> records, SchoolIds ids) {
  public School {
    records = List.copyOf(records);
  }
}
