package dev.crossfade.core.cutover;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who reads where, as folded from the control log. Immutable.
 *
 * @param salt of the buckets; empty before the migration is created, and the same for ever after
 * @param version of the last event about the cutover; 0 before the first. A tenant's queueing
 *     leaves it: that is over in a moment and decides nothing
 * @param share mode and share
 * @param plan the ramp plan that runs; null when none does
 * @param pins by tenant
 * @param history the last 100 changes of mode or share, the latest first
 */
public record Cutover(
    String salt,
    long version,
    Share share,
    @Nullable RampPlan plan,
    Map<String, Pin> pins,
    Clients clients,
    List<CutoverChange> history) {
  /** How many changes are kept. */
  public static final int MAX_HISTORY = 100;

  /** Before the first event. */
  public static final Cutover START =
      new Cutover("", 0, Share.START, null, Map.of(), Clients.START, List.of());

  public Cutover {
    pins = Map.copyOf(pins);
    history = List.copyOf(history);
  }

  /**
   * The state behind an event of the control log that counts: the same where it is about something
   * else, or its data make no sense.
   *
   * @param version the control version that the event makes
   */
  public Cutover replay(CutoverEvent event, long version) {
    return CutoverReplay.replay(this, event, version);
  }

  /** The same with the migration's salt. */
  public Cutover salted(String newSalt) {
    return new Cutover(newSalt, version, share, plan, pins, clients, history);
  }

  /** The tenant's bucket. */
  public int bucket(String tenant) {
    return Sticky.bucket(salt, tenant);
  }

  /**
   * The version with which the tenant came into the cohort that it is in now, as far as the history
   * tells: of one that came in before that, the oldest that it has. Of one that is not in, the
   * present version.
   */
  public long inSince(String tenant) {
    int bucket = bucket(tenant);
    long since = version;
    for (CutoverChange change : history) {
      if (!change.share().includes(bucket)) {
        break;
      }
      since = change.version();
    }
    return since;
  }

  /** The latest change of mode or share; null before the first. */
  public @Nullable CutoverChange lastChange() {
    return history.isEmpty() ? null : history.getFirst();
  }

  /** When the present share was set; null when it never was. */
  public @Nullable Instant since() {
    CutoverChange set = null;
    for (CutoverChange change : history) {
      if (!change.share().equals(share)) {
        break;
      }
      set = change;
    }
    return set == null ? null : set.at();
  }

  /** Whether the migration was ended, and not taken up again. */
  public boolean finished() {
    CutoverChange last = lastChange();
    return last != null && last.cause() == Cause.FINISH;
  }

  /** Whether clients capture: the switch is on, and the migration is not ended. */
  public boolean captures() {
    return clients.capture() && !finished();
  }

  /** Whether this tenant's clients keep their writes for a moment. */
  public boolean queues(String tenant) {
    return clients.queued().containsKey(tenant);
  }

  /** Whether the tenant may read from PostgreSQL as far as mode, share and pin go, proof aside. */
  public boolean admits(String tenant) {
    return admits(share, tenant);
  }

  /**
   * Whether it has been admitted all the time since a control version, as far as is still known: a
   * share that went down and up again in between let it go.
   */
  public boolean admitsSince(String tenant, long controlVersion) {
    if (history.size() == MAX_HISTORY && history.getLast().version() > controlVersion) {
      return false;
    }
    for (CutoverChange change : history) {
      if (change.version() > controlVersion && !admits(change.share(), tenant)) {
        return false;
      }
    }
    return admits(tenant);
  }

  private boolean admits(Share at, String tenant) {
    Pin pin = pins.get(tenant);
    if (at.mode() == Mode.LEGACY) {
      return false;
    }
    return pin == null ? at.includes(bucket(tenant)) : pin.reads() == Reads.TARGET;
  }

  Cutover changed(CutoverChange change) {
    List<CutoverChange> next = new ArrayList<>(history.size() + 1);
    next.add(change);
    next.addAll(history.subList(0, Math.min(history.size(), MAX_HISTORY - 1)));
    RampPlan left = change.cause().keepsPlan() ? plan : null;
    return new Cutover(salt, change.version(), change.share(), left, pins, clients, next);
  }

  Cutover planned(@Nullable RampPlan next, long newVersion) {
    return new Cutover(salt, newVersion, share, next, pins, clients, history);
  }

  Cutover pinned(String tenant, @Nullable Pin pin, long newVersion) {
    Map<String, Pin> next = new HashMap<>(pins);
    if (pin == null) {
      next.remove(tenant);
    } else {
      next.put(tenant, pin);
    }
    return new Cutover(salt, newVersion, share, plan, next, clients, history);
  }

  Cutover with(Clients next, long newVersion) {
    return new Cutover(salt, newVersion, share, plan, pins, next, history);
  }
}
