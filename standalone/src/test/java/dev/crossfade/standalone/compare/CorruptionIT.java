package dev.crossfade.standalone.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * What {@code bench/corruption-campaign} does, small: everything that somebody can do to the rows
 * and states behind sync's back is found and named, and nothing else is told.
 */
class CorruptionIT {
  private static final int RECORDS = 4_000;

  @Test
  @DisplayName(
      "I15 no false alarm: 20 runs under full load tell of nothing; 200 corruptions are all found"
          + " and named")
  void found(@TempDir Path data) throws Exception {
    // given
    Random random = new Random(20_26);
    try (Site site = Site.load(data, CorruptionCampaign.BLUEPRINTS, RECORDS, 3, random)) {
      CorruptionCampaign campaign = new CorruptionCampaign(site, random, System.out);
      // when
      boolean silent = campaign.clean(20, Duration.ofMinutes(2));
      boolean told = campaign.corrupt(200);
      // then
      assertThat(silent).as("nothing was told for nothing, see the lines above").isTrue();
      assertThat(told).as("all was told, see the lines above").isTrue();
      narrowed(site);
    }
  }

  /** Of the tenants that are named only; without the values, where these are not wanted. */
  private static void narrowed(Site site) {
    LoadedMigration documents = Objects.requireNonNull(site.migrations.get("documents"));
    String tenant = documents.tenants.iterator().next();
    JsonNode run =
        site.reconcile(
            "documents",
            "{\"level\":\"rows\",\"values\":false,\"tenants\":[\"%s\"]}".formatted(tenant));
    List<JsonNode> issues = site.issues("documents", run);
    assertThat(issues)
        .isNotEmpty()
        .allSatisfy(one -> assertThat(one.path("tenant").asString("")).isEqualTo(tenant))
        .anySatisfy(one -> assertThat(one.path("differences")).isNotEmpty());
    assertThat(issues.toString()).doesNotContain("tampered");
  }
}
