package dev.crossfade.core.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossfade.core.decide.Sent.What;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.jspecify.annotations.Nullable;

/**
 * Random logs of a few sources, with repetitions, reordering, forks, skips and unreadable events.
 */
class FoldPropertiesTest {
  @Property(tries = 1_000)
  @Label("I3, I4, I5: outcomes and states are those of a naive model that forgets nothing")
  void asNaiveModel(@ForAll("logs") List<Sent> log) {
    // given
    Fold fold = new Fold();
    NaiveModel model = new NaiveModel();

    for (Sent event : log) {
      // when
      String outcome = fold.outcome(event);

      // then
      assertThat(outcome).isEqualTo(model.outcome(event));
    }
    for (String record : List.of("x", "y", "z")) {
      Sent last = model.made.get(record);
      RecordState state = fold.record(record);
      assertThat(state.position() == null).isEqualTo(last == null);
      assertThat(state.digest()).isEqualTo(last == null ? null : last.digest());
      assertThat(state.heldSince() != null).isEqualTo(model.held.contains(record));
    }
  }

  @Property(tries = 1_000)
  @Label("I3: each distinct event has exactly one outcome besides Duplicate, its first")
  void oneOutcome(@ForAll("logs") List<Sent> log) {
    // given
    Fold fold = new Fold();
    Set<String> appeared = new HashSet<>();
    Map<String, String> forks = new HashMap<>();

    for (Sent event : log) {
      // when
      String outcome = fold.outcome(event);

      // then
      String name = event.source() + "/" + event.sequence() + "/" + event.id();
      if (appeared.add(name)) {
        assertThat(outcome).isNotEqualTo("Duplicate");
        forks.put(name, outcome);
      } else {
        // A fork stays a fork, however often it comes: it never takes effect.
        String first = forks.getOrDefault(name, "");
        boolean fork = first.equals("Held FORKED_SOURCE") || isSkipOfUsed(event, first);
        assertThat(outcome).isEqualTo(fork ? first : "Duplicate");
      }
    }
  }

  private static boolean isSkipOfUsed(Sent event, String first) {
    return event.what() == What.SKIP && first.equals("Stale");
  }

  @Provide
  Arbitrary<List<Sent>> logs() {
    return Combinators.combine(
            Arbitraries.longs(),
            Arbitraries.integers().between(1, 12).flatMap(FoldPropertiesTest::arrivals))
        .as(FoldPropertiesTest::log);
  }

  /** Which event of which source arrives, over and over again; the variant 1 is a fork. */
  private record Arrival(String source, int number, int variant) {}

  private static Arbitrary<List<Arrival>> arrivals(int most) {
    return Combinators.combine(
            Arbitraries.of("a", "b", "backend"),
            Arbitraries.integers().between(1, most),
            Arbitraries.frequency(Tuple.of(12, 0), Tuple.of(1, 1)))
        .as(Arrival::new)
        .list()
        .ofMaxSize(60);
  }

  private static List<Sent> log(long content, List<Arrival> arrivals) {
    return arrivals.stream().map(arrival -> sent(content, arrival)).toList();
  }

  /** The event's content follows from its name: one event is the same each time that it arrives. */
  private static Sent sent(long content, Arrival arrival) {
    var random = new java.util.Random(content ^ arrival.hashCode());
    random.nextInt();
    int roll = random.nextInt(20);
    boolean counts = !arrival.source().equals("backend");
    What what =
        switch (roll) {
          case 0 -> What.UNREADABLE;
          case 1, 2 -> counts ? What.SKIP : What.UPDATED;
          case 3, 4, 5, 6 -> What.DELETED;
          case 7, 8, 9, 10 -> What.CREATED;
          default -> What.UPDATED;
        };
    String record = List.of("x", "y", "z").get(random.nextInt(3));
    return Sent.of(arrival.source(), counts ? arrival.number() : 0, what, record)
        .withId(arrival.source() + arrival.number() + (arrival.variant() == 0 ? "" : "-fork"));
  }

  /** Written from the words of the architecture, with sets instead of ranges, and no bounds. */
  private static final class NaiveModel {
    private final Map<String, String> used = new HashMap<>();
    private final Map<String, Sent> made = new HashMap<>();
    private final Map<String, List<Sent>> tookEffect = new HashMap<>();
    private final Set<String> held = new HashSet<>();

    String outcome(Sent event) {
      String number =
          event.source() + "#" + (event.sequence() == 0 ? event.id() : event.sequence());
      @Nullable String id = used.putIfAbsent(number, event.id());
      if (id != null) {
        return again(event, id);
      }
      return switch (event.what()) {
        case SKIP -> "Applied";
        case UNREADABLE -> {
          held.add(event.record());
          yield "Held UNREADABLE";
        }
        case CREATED, UPDATED, DELETED -> change(event);
      };
    }

    private static String again(Sent event, String id) {
      if (id.equals(event.id())) {
        return "Duplicate";
      }
      return event.what() == What.SKIP ? "Stale" : "Held FORKED_SOURCE";
    }

    private String change(Sent event) {
      if (held.contains(event.record())) {
        return "Held BEHIND_UNREADABLE";
      }
      List<Sent> before = tookEffect.computeIfAbsent(event.record(), _ -> new ArrayList<>());
      boolean older =
          event.sequence() > 0
              && before.stream()
                  .anyMatch(
                      other ->
                          other.source().equals(event.source())
                              && other.sequence() > event.sequence());
      if (older) {
        return "Stale";
      }
      before.add(event);
      made.put(event.record(), event);
      return "Applied";
    }
  }
}
