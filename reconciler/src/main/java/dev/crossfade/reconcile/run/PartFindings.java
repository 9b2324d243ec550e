package dev.crossfade.reconcile.run;

import java.util.List;
import java.util.Set;

/**
 * All that came of a part.
 *
 * @param part as it is to be written
 * @param findings the confirmed differences
 * @param undecided what was suspected, and could not be told
 * @param snapshots those that were compared
 */
record PartFindings(
    RunPart part,
    List<Finding> findings,
    Set<IssueKey> undecided,
    List<Suspect.SnapshotName> snapshots) {
  PartFindings {
    findings = List.copyOf(findings);
    undecided = Set.copyOf(undecided);
    snapshots = List.copyOf(snapshots);
  }
}
