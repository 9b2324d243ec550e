package dev.crossfade.reconcile.fold;

import static dev.crossfade.reconcile.fold.DrivenFold.BEGAN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crossfade.core.compare.Fingerprint;
import dev.crossfade.core.decide.RecordState;
import dev.crossfade.core.event.RecordKey;
import dev.crossfade.core.log.LogRecord.Message;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FoldTopologyTest {
  private static final List<String> TENANTS = List.of("school-1", "school-2", "ünï");
  private static final int EVENTS = 300;

  @TempDir private Path directory;

  private static void append(DrivenFold fold, PlainFold plain, Message message) {
    var appended = BEGAN.plusSeconds(plain.next());
    plain.fold(message, appended);
    fold.append(message, appended);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  @DisplayName("I16 two folds, one decision: each state, and each sum at each position")
  void sameAsInMemory(long seed) {
    // given
    PlainFold plain = new PlainFold(0, 1);
    try (DrivenFold fold = new DrivenFold(directory)) {
      // when
      new RandomLog(seed, 0, TENANTS)
          .more(EVENTS)
          .messages()
          .forEach(message -> append(fold, plain, message));
      // then
      for (long next = 0; next <= EVENTS; next++) {
        try (FoldView view = fold.view(next)) {
          assertThat(view.sums()).as("at %d", next).isEqualTo(plain.sums(next));
          if (next % 50 == 0) {
            assertDigests(view, plain.records(next));
          }
        }
      }
      try (FoldView view = fold.view(EVENTS)) {
        assertStates(view, plain);
        assertFacts(view, plain);
      }
    }
  }

  private static void assertDigests(FoldView view, Map<RecordKey, RecordState> records) {
    List<FoldedDigest> found = new ArrayList<>();
    for (String domain : Notes.DOMAINS) {
      for (int bucket = 0; bucket < 256; bucket++) {
        found.addAll(view.bucket(domain, bucket));
      }
    }
    List<FoldedDigest> expected = new ArrayList<>();
    records.forEach(
        (key, state) -> {
          if (state.position() != null) {
            expected.add(new FoldedDigest(key, state.position().offset(), state.digest()));
          }
        });
    assertThat(found).containsExactlyInAnyOrderElementsOf(expected);
    for (FoldedDigest digest : expected) {
      assertThat(view.digest(digest.record())).isEqualTo(digest);
    }
    List<FoldedDigest> paged = new ArrayList<>();
    for (String tenant : TENANTS) {
      for (String domain : view.domains(tenant)) {
        List<FoldedDigest> page = view.records(tenant, domain, null, 2);
        while (!page.isEmpty()) {
          paged.addAll(page);
          page = view.records(tenant, domain, page.getLast().record().id(), 2);
        }
      }
    }
    assertThat(paged)
        .containsExactlyInAnyOrderElementsOf(expected)
        .isSortedAccordingTo(
            Comparator.comparing(d -> d.record().tenant() + '\0' + d.record().domain() + '\0'));
  }

  private static void assertStates(FoldView view, PlainFold plain) {
    plain.states.records.forEach(
        (key, state) -> {
          FoldedRecord found = Objects.requireNonNull(view.record(key));
          assertThat(found.exact()).isTrue();
          assertThat(found.state()).isEqualTo(state);
          assertThat(found.document()).isEqualTo(plain.states.document(key));
        });
    assertThat(view.record(new RecordKey("school-1", "auto_merge", "nobody"))).isNull();
  }

  private static void assertFacts(FoldView view, PlainFold plain) {
    for (TenantFacts facts : view.tenants(null, 10)) {
      String tenant = facts.tenant();
      List<RecordState> states =
          plain.states.records.entrySet().stream()
              .filter(e -> e.getKey().tenant().equals(tenant))
              .map(Map.Entry::getValue)
              .toList();
      assertThat(facts.records()).isEqualTo(count(states, s -> s.position() != null));
      assertThat(facts.live()).isEqualTo(count(states, RecordState::present));
      assertThat(facts.waiting())
          .isEqualTo(
              states.stream()
                  .flatMap(s -> s.reflects().values().stream())
                  .filter(known -> known.waiting() != null)
                  .count());
      assertThat(facts.held()).isEqualTo(plain.held.getOrDefault(tenant, 0L));
      assertThat(view.tenant(tenant)).isEqualTo(facts);
      for (SourceFacts source : view.sources(tenant)) {
        var numbers = plain.states.source(source.source());
        assertThat(source.lastSequence()).isEqualTo(numbers.last());
        assertThat(source.holes()).isEqualTo(numbers.holes());
        assertThat(source.latestSnapshot()).isEqualTo(plain.states.latestSnapshot(source.source()));
        assertThat(source.own()).isEqualTo(source.source().source().startsWith("crossfade:"));
      }
    }
    assertThat(view.tenants(null, 10)).extracting(TenantFacts::tenant).isEqualTo(TENANTS);
    assertThat(view.tenants("school-1", 1))
        .extracting(TenantFacts::tenant)
        .isEqualTo(List.of("school-2"));
  }

  private static long count(
      List<RecordState> states, java.util.function.Predicate<RecordState> which) {
    return states.stream().filter(which).count();
  }

  @Test
  @DisplayName("A view stays what it was while the log goes on")
  void viewStays() {
    // given
    PlainFold plain = new PlainFold(0, 1);
    List<Message> log = new RandomLog(7, 0, TENANTS).more(200).messages();
    try (DrivenFold fold = new DrivenFold(directory)) {
      log.subList(0, 100).forEach(message -> append(fold, plain, message));
      try (FoldView view = fold.view(100)) {
        // when
        fold.applied = 1_000L;
        log.subList(100, 200).forEach(message -> append(fold, plain, message));
        fold.pass(Duration.ofMinutes(5));
        // then
        assertThat(view.sums()).isEqualTo(plain.sums(100));
        assertDigests(view, plain.records(100));
        assertThat(fold.at(99)).isEqualTo(new FoldAnswer.Pruned(100));
      }
    }
  }

  @Test
  @DisplayName("What lies below the position that PostgreSQL had a minute ago is let go of")
  void pruned() {
    // given
    PlainFold plain = new PlainFold(0, 1);
    List<Message> log = new RandomLog(8, 0, TENANTS).more(260).messages();
    try (DrivenFold fold = new DrivenFold(directory)) {
      log.subList(0, 200).forEach(message -> append(fold, plain, message));
      // when
      fold.applied = 150L;
      fold.pass(Duration.ofSeconds(30));
      // then
      fold.view(0).close();
      // when
      fold.pass(Duration.ofSeconds(90));
      fold.pass(Duration.ofSeconds(10));
      // then
      assertThat(fold.at(149)).isEqualTo(new FoldAnswer.Pruned(150));
      assertThat(fold.at(201)).isEqualTo(new FoldAnswer.Behind(200));
      log.subList(200, 260).forEach(message -> append(fold, plain, message));
      for (long next = 150; next <= 260; next++) {
        try (FoldView view = fold.view(next)) {
          assertThat(view.sums()).as("at %d", next).isEqualTo(plain.sums(next));
        }
      }
    }
  }

  @Test
  @DisplayName("A fold far behind PostgreSQL keeps no way back that nobody can ask for")
  void farBehind() {
    // given
    PlainFold plain = new PlainFold(0, 1);
    List<Message> log = new RandomLog(9, 0, TENANTS).more(120).messages();
    try (DrivenFold fold = new DrivenFold(directory)) {
      fold.applied = 100L;
      fold.pass(Duration.ofSeconds(5));
      // when
      log.forEach(message -> append(fold, plain, message));
      // then
      assertThat(fold.at(99)).isEqualTo(new FoldAnswer.Pruned(100));
      for (long next = 100; next <= 120; next++) {
        try (FoldView view = fold.view(next)) {
          assertThat(view.sums()).as("at %d", next).isEqualTo(plain.sums(next));
        }
      }
    }
  }

  @Test
  @DisplayName("I16 a blueprint that the control log has is never unknown, whatever was read of it")
  void controlLogLags() {
    // given
    PlainFold plain = new PlainFold(0, 1);
    List<Message> log = new RandomLog(10, 0, TENANTS).more(100).messages();
    try (DrivenFold fold = new DrivenFold(directory)) {
      fold.published.clear();
      fold.onControlReading = () -> fold.published.putAll(Notes.ALL);
      // when
      log.forEach(message -> append(fold, plain, message));
      // then
      assertThat(fold.controlReadings).isPositive();
      try (FoldView view = fold.view(100)) {
        assertThat(view.sums()).isEqualTo(plain.sums(100));
        assertStates(view, plain);
      }
    }
  }

  @Test
  @DisplayName("A record of a bucket is found in it")
  void bucketOfRecord() {
    // given
    PlainFold plain = new PlainFold(0, 1);
    try (DrivenFold fold = new DrivenFold(directory)) {
      new RandomLog(11, 0, TENANTS)
          .more(60)
          .messages()
          .forEach(message -> append(fold, plain, message));
      // when
      try (FoldView view = fold.view(60)) {
        // then
        plain.states.records.forEach(
            (key, state) -> {
              if (state.position() != null) {
                assertThat(view.bucket(key.domain(), Fingerprint.bucket(key)))
                    .extracting(FoldedDigest::record)
                    .contains(key);
              }
            });
      }
    }
  }
}
