package dev.crossfade.testsupport.history;

import dev.crossfade.testsupport.history.RecordFold.Known;
import dev.crossfade.testsupport.history.RecordFold.Side;
import dev.crossfade.testsupport.history.RecordFold.Touch;
import dev.crossfade.testsupport.history.Rules.Policy;
import dev.crossfade.testsupport.history.Told.Watermark;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One row of a snapshot, by the table of docs/snapshots.md; its snapshot is the one that counts.
 */
final class RowFold {
  private final RecordFold record;
  private final Rules.Domain domain;
  private final long at;
  private final String source;
  private final String data;
  private final Known known;
  private final Watermark watermark;

  RowFold(Told row, RecordFold record, Rules.Domain domain, long at) {
    this.record = record;
    this.domain = domain;
    this.at = at;
    this.source = row.source().source();
    this.data = Objects.requireNonNull(row.data());
    this.known = record.known(source);
    this.watermark = row.watermark();
  }

  Outcome decide() {
    if (isBehindLiveWrite()) {
      return Outcome.STALE;
    }
    known.sequence = Math.max(known.sequence, watermark.through());
    boolean own = source.equals(record.source);
    if (data.equals(record.data)) {
      known.blind = null;
      return unchanged(own ? null : data);
    }
    if (!record.exists()) {
      return apply(data, null, null);
    }
    if (data.equals(known.said)) {
      return Outcome.UNCHANGED;
    }
    return own ? replace() : meetOther();
  }

  private boolean isBehindLiveWrite() {
    boolean counts = known.unnumbered < 0;
    if (watermark.through() >= 0) {
      return !counts || known.sequence > watermark.through();
    }
    if (watermark.asOf() >= 0) {
      return counts ? known.sequence > 0 : known.unnumbered > watermark.asOf();
    }
    return !counts || known.sequence > 0;
  }

  private Outcome unchanged(@Nullable String said) {
    record.goneOn(source);
    known.said = said;
    known.waiting = -1;
    known.waitingFields = List.of();
    return Outcome.UNCHANGED;
  }

  private Outcome replace() {
    boolean filledIn = record.present() && known.said != null;
    if (!filledIn || domain.policy() != Policy.AUTO_MERGE) {
      return apply(data, null, null);
    }
    Fill fill = new Fill(data, Objects.requireNonNull(record.data));
    return apply(fill.text(), fill.added.isEmpty() ? null : data, Members.of(data).keySet());
  }

  private Outcome meetOther() {
    boolean fills = domain.policy() == Policy.AUTO_MERGE && record.present();
    return fills ? fill() : keep();
  }

  private Outcome keep() {
    record.goneOn(source);
    known.said = data;
    known.waiting = -1;
    known.waitingFields = List.of();
    if (domain.policy() == Policy.INTERACTIVE) {
      known.waiting = at;
      known.waitingFields = record.present() ? differing() : List.of();
      return Outcome.WAITING;
    }
    record.kept.add(new Side(source, at));
    return Outcome.DECIDED;
  }

  /** What the row would change, which its source's next event changes too. */
  private List<String> differing() {
    SortedMap<String, String> is = Members.of(Objects.requireNonNull(record.data));
    SortedMap<String, String> says = Members.of(data);
    TreeSet<String> names = new TreeSet<>(is.keySet());
    names.addAll(says.keySet());
    names.removeIf(name -> Objects.equals(is.get(name), says.get(name)));
    return List.copyOf(names);
  }

  private Outcome fill() {
    Fill fill = new Fill(Objects.requireNonNull(record.data), data);
    if (fill.added.isEmpty()) {
      return fill.differs ? keep() : unchanged(data);
    }
    record.goneOn(source);
    record.become(at, fill.text(), Objects.requireNonNull(record.source), source);
    known.said = data;
    known.waiting = -1;
    known.waitingFields = List.of();
    touch(fill.added);
    if (!fill.differs) {
      return Outcome.APPLIED;
    }
    record.kept.add(new Side(source, at));
    return Outcome.DECIDED;
  }

  /**
   * @param fields that it changed; null: all
   */
  private Outcome apply(String next, @Nullable String said, @Nullable Collection<String> fields) {
    record.goneOn(source);
    record.become(at, next, source, source);
    known.said = said;
    known.blind = said == null ? null : known.blind;
    known.waiting = -1;
    known.waitingFields = List.of();
    if (fields == null) {
      record.touches = Map.of();
    }
    touch(fields == null ? Members.of(next).keySet() : fields);
    return Outcome.APPLIED;
  }

  private void touch(Collection<String> fields) {
    if (domain.policy().byFields()) {
      Map<String, Touch> touches = new TreeMap<>(record.touches);
      fields.forEach(field -> touches.put(field, new Touch(source, at)));
      record.touches = touches;
    }
  }

  /** The one with what it does not have of the other, as deep as objects lead. */
  private static final class Fill {
    final TreeSet<String> added = new TreeSet<>();
    private final SortedMap<String, String> members;
    boolean differs;

    Fill(String kept, String other) {
      this.members = Members.of(kept);
      Members.of(other)
          .forEach(
              (name, gives) -> {
                String has = members.get(name);
                if (has == null) {
                  members.put(name, gives);
                  added.add(name);
                } else if (!has.equals(gives)) {
                  meet(name, has, gives);
                }
              });
    }

    private void meet(String name, String has, String gives) {
      if (has.charAt(0) != '{' || gives.charAt(0) != '{') {
        differs = true;
        return;
      }
      Fill inner = new Fill(has, gives);
      differs |= inner.differs;
      if (!inner.added.isEmpty()) {
        members.put(name, inner.text());
        added.add(name);
      }
    }

    String text() {
      return Members.join(members);
    }
  }
}
