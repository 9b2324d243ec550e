package dev.crossfade.core.blueprint;

import java.util.List;
import java.util.Map;

/** What a domain can say beside what each must. */
record Additions(
    List<CounterSpec> counters,
    List<UpcastEntry> upcast,
    List<LegacyEntry> legacy,
    Map<String, ConflictPolicy> fieldConflicts) {}
