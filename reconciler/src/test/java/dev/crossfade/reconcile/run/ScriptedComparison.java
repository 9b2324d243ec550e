package dev.crossfade.reconcile.run;

import dev.crossfade.kit.migration.Migration;
import dev.crossfade.reconcile.compare.Cost;
import dev.crossfade.reconcile.compare.Difference;
import dev.crossfade.reconcile.compare.DomainCounts;
import dev.crossfade.reconcile.compare.DomainCounts.Count;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** Compares nothing: says what it is told to, part by part, and can be held up. */
final class ScriptedComparison implements PartComparison {
  final Map<Integer, List<Difference>> differing = new ConcurrentHashMap<>();
  final Set<Integer> held = ConcurrentHashMap.newKeySet();

  /** The parts of which it says that it cannot tell. */
  final Set<Integer> untold = ConcurrentHashMap.newKeySet();

  /** The parts of which it says that there is more than it looked at. */
  final Set<Integer> beyond = ConcurrentHashMap.newKeySet();

  final AtomicInteger looks = new AtomicInteger();
  volatile CountDownLatch begun = new CountDownLatch(0);
  volatile CountDownLatch gate = new CountDownLatch(0);

  ScriptedComparison(Set<Integer> held) {
    this.held.addAll(held);
  }

  @Override
  public Set<Level> levels() {
    return Set.of(Level.values());
  }

  @Override
  public Set<Integer> held(Migration migration) {
    return Set.copyOf(held);
  }

  @Override
  public long expected(Work work) {
    return 10;
  }

  @Override
  public PartLook compare(Work work) throws InterruptedException {
    looks.incrementAndGet();
    begun.countDown();
    gate.await();
    if (untold.contains(work.part())) {
      return new PartLook.Indeterminate("told to say so");
    }
    List<Suspect> suspects = new ArrayList<>();
    differing
        .getOrDefault(work.part(), List.of())
        .forEach(one -> suspects.add(new Suspect(one, null)));
    long wrong = suspects.size();
    return new PartLook.Compared(
        work.tables() ? Map.of(0, 100L, 1, 200L) : Map.of(work.part(), 100L * (work.part() + 1)),
        Map.of(
            "students",
            new DomainCounts(
                10,
                10,
                Map.of(Count.COMPARED, 10L, Count.VALID, 10L - wrong, Count.DIFFERENT, wrong))),
        suspects,
        new Cost(256, 0, 0, 0, 0, 0),
        Set.of(),
        List.of(),
        beyond.contains(work.part()) ? "told to say so" : null);
  }

  @Override
  public SecondLook again(Work work, List<Suspect> suspects) {
    return new SecondLook(
        suspects.stream()
            .map(one -> (Sighting) new Sighting.Differs(one.difference(), false))
            .toList(),
        Cost.NONE);
  }
}
