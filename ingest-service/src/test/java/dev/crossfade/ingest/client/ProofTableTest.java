package dev.crossfade.ingest.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossfade.core.cutover.ProofState;
import dev.crossfade.core.cutover.TenantProof;
import dev.crossfade.core.log.Position;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ProofTableTest {
  private static final List<ProofState> STATES = List.of(ProofState.values());
  private static final int MILLION = 1_000_000;
  private static final long MOST_BYTES = 110;

  private static TenantProof proof(
      ProofState state, boolean reading, List<String> sources, long control) {
    Map<String, Position> ends = new TreeMap<>();
    sources.forEach(source -> ends.put(source, new Position(1, 2)));
    return new TenantProof(
        state, reading, null, Instant.EPOCH, List.of(), new TreeMap<>(ends), control);
  }

  @Test
  @DisplayName("after any puts and removals it knows what a map knows")
  void asAMap() {
    // given
    Random random = new Random(20);
    Map<String, TenantProof> model = new HashMap<>();
    ProofTable table = new ProofTable(7);

    // when
    for (int i = 0; i < 60_000; i++) {
      String tenant = "школа-" + random.nextInt(5_000);
      if (random.nextInt(3) == 0) {
        model.remove(tenant);
        table.remove(tenant);
      } else {
        ProofState state = STATES.get(random.nextInt(4));
        List<String> sources = List.of("a", "ab", "b".repeat(128)).subList(0, random.nextInt(4));
        TenantProof proof = proof(state, random.nextBoolean(), sources, random.nextLong());
        model.put(tenant, proof);
        table.put(tenant, proof);
      }
    }

    // then
    assertThat(table.size()).isEqualTo(model.size());
    for (int i = 0; i < 5_000; i++) {
      String tenant = "школа-" + i;
      TenantProof expected = model.get(tenant);
      for (String source : List.of("a", "ab", "b", "b".repeat(128))) {
        TenantProof found = table.find(tenant, source);
        if (expected == null || found == null) {
          assertThat(found).isEqualTo(expected);
        } else {
          assertThat(found.state()).isEqualTo(expected.state());
          assertThat(found.reading()).isEqualTo(expected.reading());
          assertThat(found.control()).isEqualTo(expected.control());
          assertThat(found.sources().containsKey(source))
              .isEqualTo(expected.sources().containsKey(source));
        }
      }
    }
    table.clear();
    assertThat(table.size()).isZero();
    assertThat(table.find("школа-1", null)).isNull();
  }

  @Test
  @DisplayName("a million tenants with a source each take about 100 bytes each")
  void isSmall() {
    // given
    ProofTable table = new ProofTable();
    TenantProof proof = proof(ProofState.VERIFIED, true, List.of("browser-0123456789ab"), 3);
    long before = used();

    // when
    for (int i = 0; i < MILLION; i++) {
      table.put("tenant-" + (MILLION + i), proof);
    }

    // then
    long each = (used() - before) / MILLION;
    System.out.println("a tenant takes " + each + " bytes");
    assertThat(table.size()).isEqualTo(MILLION);
    assertThat(each).isLessThan(MOST_BYTES);
  }

  private static long used() {
    Runtime runtime = Runtime.getRuntime();
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 5; i++) {
      runtime.gc();
      least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
    }
    return least;
  }
}
