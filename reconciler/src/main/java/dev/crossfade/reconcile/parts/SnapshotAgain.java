package dev.crossfade.reconcile.parts;

import dev.crossfade.core.decide.SnapshotState;
import dev.crossfade.core.event.RecordKey;
import dev.crossfade.core.event.SourceKey;
import dev.crossfade.reconcile.compare.Difference;
import dev.crossfade.reconcile.compare.DifferenceType;
import dev.crossfade.reconcile.fold.FoldView;
import dev.crossfade.reconcile.fold.FoldedRecord;
import dev.crossfade.reconcile.run.Sighting;
import dev.crossfade.reconcile.run.Suspect;
import dev.crossfade.reconcile.run.Work;
import dev.crossfade.reconcile.snapshot.SnapshotRow;
import dev.crossfade.reconcile.snapshot.SnapshotRows;
import dev.crossfade.reconcile.snapshot.SnapshotRows.Complete;
import dev.crossfade.reconcile.snapshot.SnapshotRule.Beside;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.TreeSet;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Looks again at what snapshots were suspected of, record by record. What another snapshot of the
 * source has taken the place of is not looked at: it is never confirmed by an old one. For one
 * thread, once.
 */
final class SnapshotAgain implements SnapshotLook.Sink {
  private final DSLContext tx;
  private final Work work;
  private final FoldView view;
  private final List<Suspect> suspects;
  private final SnapshotLook look;
  private final Map<SourceKey, Complete> latest = new HashMap<>();
  private final Map<Long, Sighting> ofRows = new HashMap<>();
  private final Map<Long, Sighting> orphaned = new HashMap<>();
  private final Map<RecordKey, Sighting> extra = new HashMap<>();

  SnapshotAgain(DSLContext tx, Work work, FoldView view, List<Suspect> suspects) {
    this.tx = tx;
    this.work = work;
    this.view = view;
    this.suspects = suspects;
    this.look = new SnapshotLook(tx, work, view, this);
  }

  /** A sighting for each, in their order. Whether anything was appended since is not told. */
  List<Sighting> look(SnapshotRows rows) {
    suspects.stream()
        .map(SnapshotAgain::source)
        .distinct()
        .forEach(
            source -> {
              SnapshotState complete = SnapshotSources.latest(view, source);
              if (complete != null) {
                latest.put(source, new Complete(source, complete));
              }
            });
    TreeSet<Long> offsets = new TreeSet<>();
    Map<RecordKey, SnapshotComparison.Extra> extras = new LinkedHashMap<>();
    for (Suspect suspect : suspects) {
      Complete of = of(suspect);
      if (of != null && isExtra(suspect)) {
        RecordKey key = suspect.difference().record();
        FoldedRecord record = view.record(key);
        if (record != null && SnapshotComparison.isExtra(record, of, Beside.NOTHING)) {
          extras.put(key, new SnapshotComparison.Extra(record, of));
        }
      } else if (of != null) {
        row(suspect).ifPresent(offsets::add);
      }
    }
    if (!offsets.isEmpty()) {
      rows.at(view.partition(), offsets).forEach(look::take);
      look.flush();
    }
    for (SnapshotComparison.Extra one : SnapshotComparison.settled(tx, work, extras)) {
      look.surplus(one.record()).ifPresent(now -> extra.put(now.record(), differs(now)));
    }
    return suspects.stream().map(this::sighting).toList();
  }

  private static SourceKey source(Suspect suspect) {
    return name(suspect).source();
  }

  private static Suspect.SnapshotName name(Suspect suspect) {
    return Objects.requireNonNull(suspect.of(), "a suspect of a snapshot names it");
  }

  /** The snapshot that says otherwise; null where it is not the source's last one any more. */
  private @Nullable Complete of(Suspect suspect) {
    Complete now = latest.get(source(suspect));
    return now != null && SnapshotComparison.name(now).equals(name(suspect)) ? now : null;
  }

  private static boolean isExtra(Suspect suspect) {
    return suspect.difference().type() == DifferenceType.EXTRA_RECORD;
  }

  private static OptionalLong row(Suspect suspect) {
    return SnapshotText.offset(suspect.difference().expected());
  }

  private Sighting sighting(Suspect suspect) {
    if (of(suspect) == null) {
      return new Sighting.Unseen();
    }
    if (isExtra(suspect)) {
      return extra.getOrDefault(suspect.difference().record(), new Sighting.Same());
    }
    OptionalLong at = row(suspect);
    if (at.isEmpty()) {
      return new Sighting.Unseen();
    }
    boolean reference = suspect.difference().type() == DifferenceType.ORPHANED_REFERENCE;
    Sighting seen = ofRows.getOrDefault(at.getAsLong(), new Sighting.Unseen());
    if (!reference) {
      return seen;
    }
    boolean told = !(seen instanceof Sighting.Unseen);
    return told ? orphaned.getOrDefault(at.getAsLong(), new Sighting.Same()) : seen;
  }

  @Override
  public void seen(SnapshotRow row, SnapshotLook.Seen found) {
    ofRows.put(
        row.offset(),
        switch (found) {
          case SnapshotLook.Seen.Fine fine -> new Sighting.Same();
          case SnapshotLook.Seen.Differs(Difference now) -> differs(now);
          case SnapshotLook.Seen.Untold() -> new Sighting.Unseen();
        });
  }

  @Override
  public void orphaned(SnapshotRow row, Difference finding) {
    orphaned.put(row.offset(), differs(finding));
  }

  private static Sighting differs(Difference now) {
    return new Sighting.Differs(now, true);
  }
}
