package dev.crossfade.reconcile.fold;

import dev.crossfade.core.compare.BucketSum;
import dev.crossfade.core.compare.Fingerprint;
import dev.crossfade.core.decide.Decider;
import dev.crossfade.core.decide.Outcome;
import dev.crossfade.core.decide.RecordState;
import dev.crossfade.core.event.Decoded;
import dev.crossfade.core.event.EventReader;
import dev.crossfade.core.event.RecordKey;
import dev.crossfade.core.log.LogRecord.Message;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** The same log folded in memory, with everything as it was at each position. */
final class PlainFold {
  final MemoryStates states = new MemoryStates();
  final Map<String, Long> held = new HashMap<>();

  /** Records with the sources of which a side was ever beside them. */
  final Set<Sided> sided = new HashSet<>();

  private final List<Map<RecordKey, RecordState>> at = new ArrayList<>();
  private final Decider decider =
      new Decider(states, digest -> Objects.requireNonNull(Notes.ALL.get(digest)));
  private final EventReader reader;
  private final int partition;

  /** A record and a source. */
  record Sided(RecordKey record, String source) {}

  PlainFold(int partition, int partitions) {
    this.partition = partition;
    this.reader = new EventReader(partitions, Notes.ALL::containsKey);
    at.add(Map.of());
  }

  void fold(Message message, Instant appended) {
    Decoded decoded = reader.read(RandomLog.at(partition, at.size() - 1L, message, appended));
    Outcome outcome = decider.decide(decoded);
    String tenant =
        switch (decoded) {
          case Decoded.Event event -> event.event().envelope().source().tenant();
          case Decoded.Unreadable unreadable ->
              unreadable.envelope() == null ? null : unreadable.envelope().source().tenant();
        };
    if (tenant != null && outcome instanceof Outcome.Held) {
      held.merge(tenant, 1L, Long::sum);
    }
    if (outcome instanceof Outcome.Conflict conflict
        && decoded instanceof Decoded.Event event
        && event.event().record() != null) {
      RecordKey key = event.event().record();
      sided.add(new Sided(key, event.event().envelope().source().source()));
      conflict.replaced().forEach(side -> sided.add(new Sided(key, side.source())));
    }
    at.add(Map.copyOf(states.records));
  }

  long next() {
    return at.size() - 1L;
  }

  /** What the records were when all below this offset was folded. */
  Map<RecordKey, RecordState> records(long nextOffset) {
    return at.get((int) nextOffset);
  }

  Map<String, SortedMap<Integer, BucketSum>> sums(long nextOffset) {
    Map<String, SortedMap<Integer, BucketSum>> sums = new HashMap<>();
    records(nextOffset)
        .forEach(
            (key, state) -> {
              Fingerprint print = Fingerprint.of(key, state);
              if (print != null) {
                sums.computeIfAbsent(key.domain(), d -> new TreeMap<>())
                    .merge(
                        Fingerprint.bucket(key),
                        BucketSum.of(print, state.digest()),
                        BucketSum::plus);
              }
            });
    return sums;
  }
}
