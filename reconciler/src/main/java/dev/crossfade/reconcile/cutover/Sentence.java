package dev.crossfade.reconcile.cutover;

import dev.crossfade.core.cutover.Cutover;
import dev.crossfade.core.cutover.CutoverDecision;
import dev.crossfade.core.cutover.TenantProof;
import java.util.ArrayList;
import java.util.List;

/** A decision in a sentence for a person. */
final class Sentence {
  private Sentence() {}

  static String of(Cutover cutover, TenantProof proof, CutoverDecision decision, int bucket) {
    String share = percent(cutover.share().basisPoints());
    return switch (decision.reason()) {
      case PINNED -> "It is pinned to " + decision.reads().text() + ".";
      case MODE -> "In mode legacy all reads come from the legacy store.";
      case DRIFT ->
          "A confirmed difference of it is open; its reads go back until that is repaired or"
              + " accepted.";
      case SNAPSHOT_MISSING ->
          "This device's snapshot is not applied yet: it would miss what only it holds.";
      case NOT_IN_COHORT ->
          "Its bucket " + bucket + " is not below the share of " + share + " (" + points(cutover) + ").";
      case NOT_VERIFIED -> "It is not verified: " + missing(proof) + ".";
      case VERIFIED ->
          "It is verified at " + proof.position() + " and " + within(cutover, bucket, share) + ".";
    };
  }

  private static String within(Cutover cutover, int bucket, String share) {
    return switch (cutover.share().mode()) {
      case TARGET -> "the mode is target";
      case HYBRID, LEGACY -> "its bucket " + bucket + " is below the share of " + share;
    };
  }

  private static String points(Cutover cutover) {
    return cutover.share().basisPoints() + " basis points";
  }

  private static String percent(int basisPoints) {
    String text = java.math.BigDecimal.valueOf(basisPoints, 2).toPlainString();
    return text + " %";
  }

  private static String missing(TenantProof proof) {
    List<String> parts = new ArrayList<>();
    for (String reason : proof.reasons()) {
      parts.add(words(reason));
    }
    return parts.isEmpty() ? "nothing is known of it yet" : String.join("; ", parts);
  }

  private static String words(String reason) {
    int colon = reason.indexOf(':');
    String kind = colon < 0 ? reason : reason.substring(0, colon);
    String source = colon < 0 ? "" : reason.substring(colon + 1);
    return switch (kind) {
      case "no-source" -> "no source of it was ever seen";
      case "snapshot-missing" -> "source " + source + " has sent no complete snapshot";
      case "rows-not-compared" -> "its rows were not found equal behind its snapshots";
      case "snapshot-not-compared" ->
          "the last snapshot of source " + source + " was not found equal";
      case "hole" -> "events of source " + source + " are missing";
      case "held" -> "events of it are held";
      case "parked" -> "writes of it are parked";
      case "conflict" -> "conflicts of it wait";
      case "drift" -> "a confirmed difference of it is open";
      default -> reason;
    };
  }
}
