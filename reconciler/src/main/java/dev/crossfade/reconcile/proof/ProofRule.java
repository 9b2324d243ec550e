package dev.crossfade.reconcile.proof;

import dev.crossfade.core.cutover.Cutover;
import dev.crossfade.core.cutover.ProofState;
import dev.crossfade.core.cutover.TenantProof;
import dev.crossfade.core.log.Position;
import dev.crossfade.reconcile.proof.TenantEvidence.SnapshotEvidence;
import dev.crossfade.reconcile.proof.TenantEvidence.Source;
import dev.crossfade.reconcile.proof.TenantEvidence.Waits;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What follows from the evidence: <em>Verified</em> of docs/reconciling.md, and the states of
 * docs/cutover.md. Pure.
 */
public final class ProofRule {
  private static final String NO_SOURCE = "no-source";

  private ProofRule() {}

  /**
   * The proof of a tenant.
   *
   * @param before what was published of it last; null for nothing
   * @param control the control version that the cutover is of
   */
  public static TenantProof judge(
      TenantEvidence evidence,
      @Nullable TenantProof before,
      Cutover cutover,
      long control,
      Instant now) {
    List<String> missing = missing(evidence);
    boolean admitted = cutover.admits(evidence.tenant());
    ProofState state = state(evidence, missing, before, cutover);
    boolean reading =
        switch (state) {
          case VERIFIED -> admitted;
          case WAITING -> true;
          case UNPROVEN, DRIFT -> false;
        };
    Instant since = before != null && before.state() == state ? before.since() : now;
    return new TenantProof(
        state,
        reading,
        evidence.equalAt(),
        since,
        missing,
        applied(evidence),
        control);
  }

  private static ProofState state(
      TenantEvidence evidence,
      List<String> missing,
      @Nullable TenantProof before,
      Cutover cutover) {
    if (evidence.drift()) {
      return ProofState.DRIFT;
    }
    if (missing.isEmpty()) {
      return ProofState.VERIFIED;
    }
    boolean stays =
        before != null
            && read(before)
            && !missing.contains(NO_SOURCE)
            && cutover.admitsSince(evidence.tenant(), before.control());
    return stays ? ProofState.WAITING : ProofState.UNPROVEN;
  }

  /**
   * Whether it may have read from PostgreSQL by what was published. One that was verified did so
   * from the moment it was let in, which those who decide may have seen before it was said here.
   */
  private static boolean read(TenantProof before) {
    return switch (before.state()) {
      case VERIFIED -> true;
      case WAITING -> before.reading();
      case UNPROVEN, DRIFT -> false;
    };
  }

  /** What is missing, in the words and the order of docs/reconciling.md. */
  static List<String> missing(TenantEvidence evidence) {
    List<String> missing = new ArrayList<>();
    if (evidence.sources().isEmpty()) {
      missing.add(NO_SOURCE);
    }
    for (Source source : evidence.sources()) {
      if (source.snapshot() == null) {
        missing.add("snapshot-missing:" + source.id());
      }
    }
    if (!isBehindAll(evidence)) {
      missing.add("rows-not-compared");
    }
    for (Source source : evidence.sources()) {
      SnapshotEvidence snapshot = source.snapshot();
      if (snapshot != null && !snapshot.equal()) {
        missing.add("snapshot-not-compared:" + source.id());
      }
    }
    for (Source source : evidence.sources()) {
      if (source.hole()) {
        missing.add("hole:" + source.id());
      }
    }
    add(missing, evidence.waits().contains(Waits.HELD), "held");
    add(missing, evidence.waits().contains(Waits.PARKED), "parked");
    add(missing, evidence.waits().contains(Waits.CONFLICT), "conflict");
    add(missing, evidence.drift(), "drift");
    return missing;
  }

  private static void add(List<String> missing, boolean is, String reason) {
    if (is) {
      missing.add(reason);
    }
  }

  /** Whether its rows were found equal behind the end of each snapshot. */
  private static boolean isBehindAll(TenantEvidence evidence) {
    Position equalAt = evidence.equalAt();
    if (equalAt == null) {
      return false;
    }
    for (Source source : evidence.sources()) {
      SnapshotEvidence snapshot = source.snapshot();
      if (snapshot != null
          && (snapshot.end().partition() != equalAt.partition()
              || snapshot.end().offset() >= equalAt.offset())) {
        return false;
      }
    }
    return true;
  }

  private static SortedMap<String, Position> applied(TenantEvidence evidence) {
    SortedMap<String, Position> applied = new TreeMap<>();
    for (Source source : evidence.sources()) {
      SnapshotEvidence snapshot = source.snapshot();
      if (snapshot != null && snapshot.applied()) {
        applied.put(source.id(), snapshot.end());
      }
    }
    return applied;
  }
}
