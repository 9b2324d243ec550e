package dev.crossfade.reconcile.run;

import dev.crossfade.reconcile.compare.Cost;
import dev.crossfade.reconcile.compare.Difference;
import dev.crossfade.reconcile.compare.DomainCounts;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Compares one part: a first look, and two more at what is suspected. For one thread. */
final class PartRun {
  /** Between two looks at a suspect, at least. */
  static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

  /** So many suspects are looked at in one transaction. */
  private static final int BATCH = 1_000;

  private final PartComparison comparison;
  private final Pause pause;
  private final InstantSource clock;
  private final Work work;

  /** Waits, and ends early by an exception where the part is not ours any more. */
  interface Pause {
    void await(Duration atLeast) throws InterruptedException;
  }

  PartRun(PartComparison comparison, Pause pause, InstantSource clock, Work work) {
    this.comparison = comparison;
    this.pause = pause;
    this.clock = clock;
    this.work = work;
  }

  /**
   * Does it.
   *
   * @param values whether values of fields may be kept
   * @return empty where what is needed for it is not here any more
   */
  Optional<PartFindings> run(boolean values) throws InterruptedException {
    Instant begun = clock.instant();
    return switch (comparison.compare(work)) {
      case PartLook.Lost() -> Optional.empty();
      case PartLook.Indeterminate(String why) ->
          Optional.of(
              new PartFindings(
                  part(
                      RunPart.State.INDETERMINATE,
                      begun,
                      why,
                      new Told(Map.of(), Map.of(), Cost.NONE, Set.of())),
                  List.of(),
                  Set.of(),
                  List.of()));
      case PartLook.Compared compared -> Optional.of(settle(begun, compared, values));
    };
  }

  private PartFindings settle(Instant begun, PartLook.Compared compared, boolean values)
      throws InterruptedException {
    List<Suspect> confirmed = new ArrayList<>();
    List<Suspect> open = compared.suspects();
    Set<IssueKey> undecided = new HashSet<>();
    Cost cost = compared.cost();
    for (int looks = 2; !open.isEmpty(); looks++) {
      pause.await(BETWEEN_LOOKS);
      List<Suspect> again = new ArrayList<>();
      for (int from = 0; from < open.size(); from += BATCH) {
        List<Suspect> batch = open.subList(from, Math.min(open.size(), from + BATCH));
        pause.await(Duration.ZERO);
        PartComparison.SecondLook seen = comparison.again(work, batch);
        cost = cost.plus(seen.cost());
        for (int i = 0; i < batch.size(); i++) {
          Suspect last = batch.get(i);
          Sighting sighting = seen.sightings().get(i);
          Suspect now = now(last, sighting);
          switch (Look.of(last.difference(), sighting, looks)) {
            case GONE -> {}
            case CONFIRMED -> confirmed.add(now);
            case AGAIN -> again.add(now);
            case INDETERMINATE -> undecided.add(now.key());
          }
        }
      }
      open = again;
    }
    return findings(begun, compared, cost, new Settled(confirmed, undecided), values);
  }

  /** What became of the suspects. */
  private record Settled(List<Suspect> confirmed, Set<IssueKey> undecided) {}

  private static Suspect now(Suspect last, Sighting sighting) {
    return sighting instanceof Sighting.Differs(Difference now, boolean appended)
        ? last.seen(now.fields().isEmpty() ? now.with(last.difference().fields()) : now)
        : last;
  }

  private PartFindings findings(
      Instant begun, PartLook.Compared compared, Cost cost, Settled settled, boolean values) {
    Secrets secrets = Secrets.of(work.migration());
    List<Finding> findings = new ArrayList<>();
    for (Suspect suspect : settled.confirmed()) {
      Difference found = suspect.difference();
      Difference shown = found.with(secrets.shown(found.record().domain(), found.fields(), values));
      findings.add(new Finding(suspect.seen(shown), begun));
    }
    Set<String> unclear = new TreeSet<>(compared.unclear());
    settled.undecided().forEach(key -> unclear.add(key.record().tenant()));
    Set<IssueKey> confirmed =
        settled.confirmed().stream().map(Suspect::key).collect(Collectors.toSet());
    Map<String, DomainCounts> domains =
        Counting.settled(compared.domains(), compared.suspects(), confirmed, settled.undecided());
    return new PartFindings(
        part(
            RunPart.State.DONE,
            begun,
            compared.beyond(),
            new Told(compared.positions(), domains, cost, unclear)),
        findings,
        settled.undecided(),
        compared.snapshots());
  }

  /** What is told of a part. */
  private record Told(
      Map<Integer, Long> positions,
      Map<String, DomainCounts> domains,
      Cost cost,
      Set<String> unclear) {}

  private RunPart part(RunPart.State state, Instant begun, @Nullable String why, Told told) {
    return new RunPart(
        work.part(),
        state,
        begun,
        clock.instant(),
        0,
        told.positions(),
        why,
        told.domains(),
        told.cost(),
        List.copyOf(new TreeSet<>(told.unclear())));
  }
}
