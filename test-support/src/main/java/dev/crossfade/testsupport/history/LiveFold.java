package dev.crossfade.testsupport.history;

import dev.crossfade.testsupport.history.RecordFold.Blind;
import dev.crossfade.testsupport.history.RecordFold.Known;
import dev.crossfade.testsupport.history.RecordFold.Side;
import dev.crossfade.testsupport.history.RecordFold.Touch;
import dev.crossfade.testsupport.history.Rules.Policy;
import dev.crossfade.testsupport.history.Told.Kind;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** One event of a client that moves its record, by the tables of docs/conflicts.md. */
final class LiveFold {
  private final Told event;
  private final RecordFold record;
  private final Rules.Domain domain;
  private final long at;
  private final String source;
  private final Known known;
  private final long base;
  private final @Nullable List<String> changed;

  /**
   * @param holes whether a hole of the event's source is open
   */
  LiveFold(Told event, RecordFold record, Rules.Domain domain, long at, boolean holes) {
    this.event = event;
    this.record = record;
    this.domain = domain;
    this.at = at;
    this.source = event.source().source();
    this.known = record.known(source);
    this.base = counted(event.base(), known.blind);
    this.changed = holes ? null : named(event.changed(), known.waitingFields);
  }

  /** What waits of the source is brought again by its next event, which takes its place. */
  private static @Nullable List<String> named(
      @Nullable List<String> changed, List<String> waiting) {
    if (changed == null || waiting.isEmpty()) {
      return changed;
    }
    List<String> all = new ArrayList<>(changed);
    all.addAll(waiting);
    return all;
  }

  /** The base that counts, of a writer who may be blind. */
  static long counted(long base, @Nullable Blind blind) {
    return blind == null || base > blind.offset() ? base : Math.min(base, blind.base());
  }

  Outcome decide() {
    if (!record.exists() || !meets()) {
      return whole();
    }
    return switch (domain.policy()) {
      case AUTO_OVERWRITE -> isSame() ? unchanged() : overwrite();
      case AUTO_SKIP -> isSame() ? unchanged() : keep();
      case AUTO_MERGE -> merge();
      case INTERACTIVE -> ask();
    };
  }

  private boolean meets() {
    if (domain.policy().byFields() && record.present()) {
      for (Touch touch : record.touches.values()) {
        if (touch.unseenBy(source, base)) {
          return true;
        }
      }
      return false;
    }
    return record.offset > base && !source.equals(record.source);
  }

  private boolean isSame() {
    return Objects.equals(event.data(), record.data);
  }

  private Outcome merge() {
    if (event.kind() == Kind.DELETED) {
      return record.present() ? keep() : unchanged();
    }
    return record.present() ? byFields() : overwrite();
  }

  private Outcome ask() {
    boolean deletes = event.kind() == Kind.DELETED;
    if (deletes && !record.present()) {
      return unchanged();
    }
    return deletes || !record.present() ? waits() : byFields();
  }

  /** An edit that meets an edit. */
  private Outcome byFields() {
    SortedMap<String, String> is = Members.of(Objects.requireNonNull(record.data));
    SortedMap<String, String> says = Members.of(Objects.requireNonNull(event.data()));
    TreeSet<String> names = new TreeSet<>(is.keySet());
    names.addAll(says.keySet());
    boolean interactive = domain.policy() == Policy.INTERACTIVE;
    List<String> differing = new ArrayList<>();
    List<String> clashing = new ArrayList<>();
    TreeSet<String> stay = new TreeSet<>();
    boolean asks = false;
    for (String name : names) {
      Touch touch = record.touches.get(name);
      boolean unseen = touch != null && touch.unseenBy(source, base);
      boolean mine = changed == null ? says.containsKey(name) : changed.contains(name);
      boolean differs = !Objects.equals(is.get(name), says.get(name));
      Policy rule = domain.fields().getOrDefault(name, domain.policy());
      if (mine && differs) {
        differing.add(name);
        asks |= rule == Policy.INTERACTIVE && (unseen || interactive);
      }
      if (mine && differs && unseen) {
        clashing.add(name);
        if (rule == Policy.AUTO_SKIP || rule == Policy.INTERACTIVE) {
          stay.add(name);
        }
      } else if (unseen && !mine) {
        stay.add(name);
      }
    }
    if (interactive && asks) {
      Outcome waits = waits();
      known.waitingFields = List.copyOf(differing);
      return waits;
    }
    String merged = merged(is, says, stay);
    if (clashing.isEmpty()) {
      return merged.equals(record.data) ? unchanged() : apply(merged, stay);
    }
    return clash(merged, clashing, stay, asks);
  }

  private static String merged(Map<String, String> is, Map<String, String> says, Set<String> stay) {
    TreeMap<String, String> merged = new TreeMap<>(says);
    for (String name : stay) {
      String value = is.get(name);
      if (value == null) {
        merged.remove(name);
      } else {
        merged.put(name, value);
      }
    }
    return Members.join(merged);
  }

  private Outcome clash(String merged, List<String> clashing, Set<String> stay, boolean asks) {
    Set<Side> sides = new LinkedHashSet<>();
    List<String> waiting = new ArrayList<>();
    for (String name : clashing) {
      Touch touch = Objects.requireNonNull(record.touches.get(name));
      boolean stays = stay.contains(name);
      sides.add(stays ? new Side(source, at) : new Side(touch.source(), touch.offset()));
      if (domain.fields().get(name) == Policy.INTERACTIVE) {
        waiting.add(name);
      }
    }
    if (merged.equals(record.data)) {
      stays();
    } else {
      apply(merged, stay);
    }
    if (asks) {
      known.waiting = at;
      known.waitingFields = waiting;
      sides.remove(new Side(source, at));
    }
    record.kept.addAll(sides);
    return asks ? Outcome.WAITING : Outcome.DECIDED;
  }

  private Side existing() {
    return new Side(Objects.requireNonNull(record.source), record.offset);
  }

  private Outcome overwrite() {
    Side replaced = existing();
    whole();
    record.kept.add(replaced);
    return Outcome.DECIDED;
  }

  private Outcome keep() {
    stays();
    record.kept.add(new Side(source, at));
    return Outcome.DECIDED;
  }

  private Outcome waits() {
    stays();
    known.waiting = at;
    return Outcome.WAITING;
  }

  private void stays() {
    knows();
    known.blind = new Blind(at, base);
  }

  private Outcome unchanged() {
    knows();
    known.blind = isSame() ? null : new Blind(at, base);
    return Outcome.UNCHANGED;
  }

  private void knows() {
    record.goneOn(source);
    number();
    known.said = source.equals(record.source) && isSame() ? null : event.data();
  }

  private void number() {
    known.waiting = -1;
    known.waitingFields = List.of();
    if (event.sequence() > 0) {
      known.sequence = event.sequence();
      known.unnumbered = -1;
    } else {
      known.unnumbered = at;
    }
  }

  /**
   * @param stay the fields that the record keeps as it has them
   */
  private Outcome apply(@Nullable String next, Set<String> stay) {
    record.goneOn(source);
    String before = record.data;
    record.become(at, next, source, source);
    number();
    known.said = isSame() ? null : event.data();
    known.blind = isSame() ? null : new Blind(at, base);
    if (next != null && domain.policy().byFields()) {
      record.touches = touches(before, next, stay);
    }
    return Outcome.APPLIED;
  }

  /**
   * The record is what the event says. Without {@code changed} each of its members was changed by
   * it, and of what it does not have nobody is known to have taken it away.
   */
  private Outcome whole() {
    if (changed == null || !record.present()) {
      record.touches = Map.of();
    }
    return apply(event.data(), Members.EMPTY);
  }

  /** What the event changed, by what it names and by what became of it. */
  private Map<String, Touch> touches(@Nullable String before, String next, Set<String> stay) {
    SortedMap<String, String> was = before == null ? new TreeMap<>() : Members.of(before);
    SortedMap<String, String> is = Members.of(next);
    Touch touch = new Touch(source, at);
    TreeMap<String, Touch> touches = new TreeMap<>(record.touches);
    for (String name : is.keySet()) {
      boolean named = before == null || changed == null || changed.contains(name);
      if (!stay.contains(name) && (named || !is.get(name).equals(was.get(name)))) {
        touches.put(name, touch);
      }
    }
    boolean all = stay.isEmpty() && changed == null && touches.keySet().equals(is.keySet());
    for (String name : was.keySet()) {
      if (!all && !is.containsKey(name) && !stay.contains(name)) {
        touches.put(name, touch);
      }
    }
    return touches;
  }
}
