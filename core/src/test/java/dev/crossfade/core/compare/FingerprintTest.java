package dev.crossfade.core.compare;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crossfade.core.decide.RecordState;
import dev.crossfade.core.event.RecordKey;
import dev.crossfade.core.golden.GoldenFile;
import dev.crossfade.core.json.Digest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class FingerprintTest {
  private static final Digest DIGEST = Digest.of("{}".getBytes(UTF_8));
  private static final List<RecordKey> KEYS =
      List.of(
          new RecordKey("school-1", "students", "42"),
          new RecordKey("school-1", "student", "s42"),
          new RecordKey("学校-用户1", "tasks", "00000000-0000-4000-8000-000000000000"),
          new RecordKey("é", "d", "😀"));

  @Test
  @DisplayName("Buckets and fingerprints are those of the golden file")
  void golden() throws IOException {
    GoldenFile file = new GoldenFile("fingerprints.txt");
    for (RecordKey key : KEYS) {
      String label = String.join(" ", key.tenant(), key.domain(), key.id());
      file.line(label + " bucket", Integer.toString(Fingerprint.bucket(key)));
      for (long offset : new long[] {0, 1_042, Long.MAX_VALUE}) {
        file.line(label + " at " + offset, text(Fingerprint.of(key, offset, DIGEST)));
        file.line(label + " gone at " + offset, text(Fingerprint.of(key, offset, null)));
      }
    }
    file.check();
  }

  private static String text(Fingerprint fingerprint) {
    return fingerprint.high() + " " + fingerprint.low();
  }

  @Test
  @DisplayName("Another tenant, domain, id, offset or digest is another fingerprint")
  void distinct() {
    // given
    Set<Fingerprint> all = new HashSet<>();
    int made = 0;

    // when
    for (RecordKey key : KEYS) {
      for (long offset = 0; offset < 3; offset++) {
        all.add(Fingerprint.of(key, offset, DIGEST));
        all.add(Fingerprint.of(key, offset, null));
        made += 2;
      }
    }

    // then
    assertThat(all).hasSize(made);
  }

  @Test
  @DisplayName("A record that no event has decided has none")
  void absent() {
    // then
    assertThat(Fingerprint.of(KEYS.getFirst(), RecordState.ABSENT)).isNull();
  }

  @Property(tries = 200)
  @Label("A sum depends on what is in it, not on the order in which it came and went")
  void orderFree(@ForAll long seed) {
    // given
    Random random = new Random(seed);
    List<BucketSum> kept = new ArrayList<>();
    List<BucketSum> gone = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      Digest digest = random.nextBoolean() ? DIGEST : null;
      var sum =
          BucketSum.of(Fingerprint.of(KEYS.get(i % 4), random.nextLong() >>> 1, digest), digest);
      (random.nextBoolean() ? kept : gone).add(sum);
    }

    // when
    BucketSum one = kept.stream().reduce(BucketSum.EMPTY, BucketSum::plus);
    BucketSum other = gone.stream().reduce(BucketSum.EMPTY, BucketSum::plus);
    Collections.shuffle(kept, random);
    for (BucketSum each : kept) {
      other = other.plus(each);
    }
    Collections.shuffle(gone, random);
    for (BucketSum each : gone) {
      other = other.minus(each);
    }

    // then
    assertThat(other).isEqualTo(one);
    assertThat(one.states()).isEqualTo(kept.size());
  }
}
