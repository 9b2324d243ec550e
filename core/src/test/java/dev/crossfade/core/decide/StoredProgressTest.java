package dev.crossfade.core.decide;

import static dev.crossfade.core.event.EventFixtures.TENANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.crossfade.core.decide.SourceProgress.Used;
import dev.crossfade.core.event.SourceKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A source's numbers stored and loaded between batches, its ids left unloaded until needed. */
class StoredProgressTest {
  private static final SourceKey SOURCE = new SourceKey(TENANT, "s");

  /** When the ids are loaded. */
  enum Loading {
    BEFORE_EACH_EVENT,
    BEFORE_EACH_BATCH
  }

  @Property
  @Label("I16, failure classes 1 and 2: batches of any size come to what one fold comes to")
  void batches(
      @ForAll @Size(max = 80) List<@IntRange(min = 1, max = 25) Integer> numbers,
      @ForAll Loading loading,
      @ForAll @IntRange(min = 1, max = 20) int batch,
      @ForAll Random random) {
    List<Sent> log = numbers.stream().map(number -> sent(number, random.nextInt(10) == 0)).toList();

    assertSame(log, batch, loading);
  }

  @Property(tries = 20)
  @Label("I16: the same beyond the ids that are remembered, and within one great batch")
  void beyondMemory(
      @ForAll Loading loading,
      @ForAll @IntRange(min = 1, max = 3_000) int batch,
      @ForAll Random random) {
    List<Sent> log = new ArrayList<>();
    for (int number = 1; number <= 2_500; number++) {
      if (random.nextInt(50) > 0) {
        log.add(sent(number, false));
      }
      if (random.nextInt(10) == 0) {
        log.add(sent(Math.max(1, number - random.nextInt(1_500)), random.nextInt(5) == 0));
      }
    }

    assertSame(log, batch, loading);
  }

  private static Sent sent(long number, boolean fork) {
    Sent.What what =
        switch ((int) number % 7) {
          case 0 -> Sent.What.SKIP;
          case 1, 2 -> Sent.What.DELETED;
          default -> Sent.What.UPDATED;
        };
    Sent event = Sent.of("s", number, what, "record-" + number % 3);
    return fork ? event.withId("fork-of-" + number) : event;
  }

  private static void assertSame(List<Sent> log, int batch, Loading loading) {
    // given
    Fold whole = new Fold();
    List<String> expected = log.stream().map(whole::outcome).toList();

    // when
    Fold pieces = new Fold();
    List<Used> stored = new ArrayList<>();
    List<String> outcomes = new ArrayList<>();
    for (int from = 0; from < log.size(); from += batch) {
      reload(pieces, stored);
      List<Sent> events = log.subList(from, Math.min(log.size(), from + batch));
      if (loading == Loading.BEFORE_EACH_BATCH) {
        events.forEach(event -> load(pieces, stored, event));
      }
      for (Sent event : events) {
        if (loading == Loading.BEFORE_EACH_EVENT) {
          load(pieces, stored, event);
        }
        outcomes.add(pieces.outcome(event));
      }
      stored.addAll(pieces.source("s").taken());
    }

    // then
    assertThat(outcomes).isEqualTo(expected);
    assertThat(pieces.states().records()).isEqualTo(whole.states().records());
    assertThat(pieces.numbers("s")).isEqualTo(whole.numbers("s"));
    assertThat(pieces.source("s").count()).isEqualTo(whole.source("s").count());
    assertThat(stored).isEqualTo(whole.source("s").taken());
  }

  private static void reload(Fold fold, List<Used> stored) {
    SourceProgress last = fold.source("s");
    assertThat(last.count()).isEqualTo(stored.size());
    fold.states().source(SOURCE, SourceProgress.stored(last.last(), last.count(), last.holes()));
  }

  private static void load(Fold fold, List<Used> stored, Sent event) {
    SourceProgress progress = fold.source("s");
    if (progress.needsIds(event.sequence())) {
      int from = Math.max(0, stored.size() - SourceProgress.REMEMBERED);
      progress.remember(stored.subList(from, stored.size()));
    }
  }

  @Property
  @Label("needsIds is never false where classify would throw")
  void needsIds(
      @ForAll @Size(max = 40) List<@IntRange(min = 1, max = 20) Integer> before,
      @ForAll @Size(max = 40) List<@IntRange(min = 1, max = 25) Integer> after) {
    // given
    SourceProgress first = SourceProgress.fresh();
    before.forEach(number -> takeIfNew(first, number));
    SourceProgress progress = SourceProgress.stored(first.last(), first.count(), first.holes());
    List<Integer> asked = after.stream().filter(number -> !progress.needsIds(number)).toList();

    for (int number : asked) {
      // then: what was said at first still holds after all the others
      takeIfNew(progress, number);
      assertThat(progress.classify(number, "e" + number)).isEqualTo(Numbering.REPEATED);
    }
  }

  private static void takeIfNew(SourceProgress progress, long number) {
    switch (progress.classify(number, "e" + number)) {
      case NEXT, IN_HOLE -> progress.take(number, "e" + number);
      case REPEATED, FORKED, FORGOTTEN, TOO_MANY_HOLES -> {}
    }
  }

  @Test
  @DisplayName("Looking changes nothing")
  void classifyOnlyLooks() {
    // given
    SourceProgress progress = SourceProgress.fresh();
    progress.take(1, "e1");

    // when
    progress.classify(5, "e5");

    // then
    assertThat(Fold.numbers(progress)).isEqualTo("1");
    assertThat(progress.taken()).containsExactly(new Used(1, "e1"));
  }

  @Test
  @DisplayName("A broken promise is a fault, not a guess")
  void unloaded() {
    SourceProgress progress = SourceProgress.stored(5, 5, List.of());

    assertThat(progress.needsIds(5)).isTrue();
    assertThatIllegalStateException().isThrownBy(() -> progress.classify(5, "e5"));
  }

  @Test
  @DisplayName("Once a batch has filled the memory, what is stored is forgotten anyway")
  void filledByOneBatch() {
    // given
    SourceProgress progress = SourceProgress.stored(5, 5, List.of());
    for (long number = 6; number <= 6 + SourceProgress.REMEMBERED; number++) {
      assertThat(progress.needsIds(number)).isFalse();
      progress.take(number, "e" + number);
    }

    // then
    assertThat(progress.needsIds(5)).isFalse();
    assertThat(progress.classify(5, "e5")).isEqualTo(Numbering.FORGOTTEN);
    assertThat(progress.classify(6, "e6")).isEqualTo(Numbering.FORGOTTEN);
    assertThat(progress.classify(7, "e7")).isEqualTo(Numbering.REPEATED);
  }

  @Test
  void rememberedOnce() {
    SourceProgress progress = SourceProgress.fresh();

    assertThatIllegalStateException().isThrownBy(() -> progress.remember(List.of()));
  }

  @Test
  @DisplayName("More stored ids than needed do no harm, and the newest win")
  void remembersTheNewest() {
    // given
    List<Used> stored = new ArrayList<>();
    for (long number = 1; number <= 1_500; number++) {
      stored.add(new Used(number, "e" + number));
    }
    SourceProgress progress = SourceProgress.stored(1_500, 1_500, List.of());
    progress.take(1_501, "e1501");

    // when
    progress.remember(stored);

    // then
    assertThat(progress.classify(501, "e501")).isEqualTo(Numbering.FORGOTTEN);
    assertThat(progress.classify(502, "e502")).isEqualTo(Numbering.REPEATED);
    assertThat(progress.classify(1_501, "e1501")).isEqualTo(Numbering.REPEATED);
    assertThat(progress.taken()).containsExactly(new Used(1_501, "e1501"));
  }
}
