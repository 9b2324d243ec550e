package dev.crossfade.core.blueprint;

import java.util.List;

/** What a domain can say beside what each must. */
record Additions(List<CounterSpec> counters, List<UpcastEntry> upcast, List<LegacyEntry> legacy) {}
