package dev.crossfade.core.cutover;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crossfade.core.golden.GoldenFile;
import dev.crossfade.core.log.Position;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TenantProofTest {
  private static final Instant SINCE = Instant.parse("2026-11-20T12:00:00Z");
  private static final TenantProof VERIFIED =
      new TenantProof(
          ProofState.VERIFIED,
          true,
          new Position(3, 1042),
          SINCE,
          List.of(),
          new TreeMap<>(
              Map.of("browser-b", new Position(3, 991), "browser-a", new Position(3, 990))),
          17);
  private static final TenantProof UNPROVEN =
      new TenantProof(
          ProofState.UNPROVEN,
          false,
          null,
          SINCE,
          List.of("snapshot-missing:用户\"1", "held"),
          new TreeMap<>(),
          0);

  @Test
  @DisplayName("Entries lie in the tenants topic as in the golden file")
  void golden() throws IOException {
    new GoldenFile("tenant-proofs.txt")
        .line("key", TenantProof.key("school-1"))
        .line("key", TenantProof.key("用户 \"1\""))
        .line("verified", VERIFIED.bytes())
        .line("unproven", UNPROVEN.bytes())
        .check();
  }

  @Test
  void roundTrip() {
    assertThat(TenantProof.parse(VERIFIED.bytes())).isEqualTo(VERIFIED);
    assertThat(TenantProof.parse(UNPROVEN.bytes())).isEqualTo(UNPROVEN);
    assertThat(TenantProof.tenant(TenantProof.key("用户 \"1\""))).isEqualTo("用户 \"1\"");
  }

  @ParameterizedTest
  @DisplayName("I10: what cannot be read proves nothing")
  @ValueSource(
      strings = {
        "",
        "[]",
        "{}",
        "{'state':'sure','reading':true,'position':null,'since':'2026-11-20T12:00:00Z','reasons':[],'sources':{},'control':1}",
        "{'state':'verified','reading':1,'position':null,'since':'2026-11-20T12:00:00Z','reasons':[],'sources':{},'control':1}",
        "{'state':'verified','reading':true,'position':'x','since':'2026-11-20T12:00:00Z','reasons':[],'sources':{},'control':1}",
        "{'state':'verified','reading':true,'position':null,'since':'noon','reasons':[],'sources':{},'control':1}",
        "{'state':'verified','reading':true,'position':null,'since':'2026-11-20T12:00:00Z','reasons':[1],'sources':{},'control':1}",
        "{'state':'verified','reading':true,'position':null,'since':'2026-11-20T12:00:00Z','reasons':[],'sources':{'a':1},'control':1}",
        "{'state':'verified','reading':true,'position':null,'since':'2026-11-20T12:00:00Z','reasons':[],'sources':[],'control':1}",
        "{'state':'verified','reading':true,'position':null,'since':'2026-11-20T12:00:00Z','reasons':[],'sources':{},'control':'1'}",
      })
  void unreadable(String value) {
    assertThat(TenantProof.parse(value.replace('\'', '"').getBytes(UTF_8))).isNull();
  }

  @Test
  void unreadableKeys() {
    for (String key : List.of("", "school-1", "\"school-1\"", "[]", "[1]", "[\"a\",\"b\"]")) {
      assertThat(TenantProof.tenant(key.getBytes(UTF_8))).isNull();
    }
    assertThat(TenantProof.tenant(null)).isNull();
    assertThat(TenantProof.parse(null)).isNull();
  }

  @Test
  @DisplayName("Found again at another time under another version, it says the same")
  void agrees() {
    TenantProof later =
        new TenantProof(
            VERIFIED.state(),
            VERIFIED.reading(),
            VERIFIED.position(),
            SINCE.plusSeconds(1),
            VERIFIED.reasons(),
            VERIFIED.sources(),
            18);

    assertThat(VERIFIED.agrees(later)).isTrue();
    assertThat(VERIFIED.agrees(UNPROVEN)).isFalse();
  }
}
