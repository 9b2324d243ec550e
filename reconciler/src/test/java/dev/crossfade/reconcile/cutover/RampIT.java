package dev.crossfade.reconcile.cutover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.crossfade.core.cutover.Cause;
import dev.crossfade.core.cutover.Cutover;
import dev.crossfade.core.cutover.CutoverChange;
import dev.crossfade.testsupport.RealServers;
import dev.crossfade.testsupport.TestKafka;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A plan carried out on a real control log. */
@ExtendWith(RealServers.class)
class RampIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration EVERY = Duration.ofMillis(20);

  private static RampDriver drive(Site site, String actor) {
    return RampDriver.start(
        site.migration.control(), site.facts, InstantSource.system(), actor, EVERY);
  }

  private static void plan(Site site, int steps, String gates) throws Exception {
    String list =
        String.join(
            ",",
            IntStream.rangeClosed(1, steps)
                .mapToObj(i -> "{'basisPoints':" + 100 * i + ",'soakSeconds':0}")
                .toList());
    String body = "{'plan':{'steps':[" + list + "],'gates':" + gates + "},'reason':'go'}";
    assertThat(site.put("", site.cutover().version(), body).statusCode()).isEqualTo(200);
  }

  private static List<Integer> shares(Cutover cutover) {
    return cutover.history().reversed().stream().map(c -> c.share().basisPoints()).toList();
  }

  @Test
  @DisplayName("I8: two drivers at once make each step once, each with its proof")
  void twoDrivers(TestKafka kafka) throws Exception {
    try (Site one = Site.open(kafka);
        Site other = one.again()) {
      // given
      plan(one, 20, "{}");

      // when
      try (RampDriver first = drive(one, "first");
          RampDriver second = drive(other, "second")) {
        await().atMost(PATIENCE).until(() -> one.cutover().share().basisPoints() == 2_000);
        assertThat(first).isNotSameAs(second);
      }

      // then
      Cutover end = one.cutover();
      assertThat(shares(end))
          .isEqualTo(IntStream.rangeClosed(1, 20).mapToObj(i -> 100 * i).toList());
      assertThat(end.history())
          .allSatisfy(
              change -> {
                assertThat(change.cause()).isEqualTo(Cause.RAMP);
                assertThat(change.how().proof()).isNotNull();
                assertThat(change.how().force()).isFalse();
              });
      assertThat(end.plan()).isNotNull();
    }
  }

  @Test
  @DisplayName("Killed in the middle, the next one goes on where the plan stands")
  void reopened(TestKafka kafka) throws Exception {
    try (Site site = Site.open(kafka)) {
      // given
      plan(site, 6, "{}");
      site.facts.meanwhile = () -> site.facts.lag = site.facts.asked.get() > 3 ? 99_999 : 0;
      try (RampDriver first = drive(site, "first")) {
        await().atMost(PATIENCE).until(() -> site.facts.asked.get() > 6);
        assertThat(first).isNotNull();
      }
      int reached = site.cutover().share().basisPoints();
      assertThat(reached).isBetween(100, 500);
      site.facts.meanwhile = () -> {};
      site.facts.lag = 0;

      // when
      try (Site next = site.again();
          RampDriver second = drive(next, "second")) {
        await().atMost(PATIENCE).until(() -> next.cutover().share().basisPoints() == 600);
        assertThat(second).isNotNull();
      }

      // then
      assertThat(shares(site.cutover())).containsExactly(100, 200, 300, 400, 500, 600);
      assertThat(site.cutover().history().getFirst().by()).isEqualTo("second");
      assertThat(site.cutover().history().getLast().by()).isEqualTo("first");
    }
  }

  @Test
  @DisplayName("I8: a limit marked rollback brings the share back, and names itself as the cause")
  void rolledBack(TestKafka kafka) throws Exception {
    try (Site site = Site.open(kafka)) {
      // given
      plan(site, 3, "{'drift':{'action':'rollback'},'lag':{'action':'hold'}}");
      try (RampDriver driver = drive(site, "driver")) {
        await().atMost(PATIENCE).until(() -> site.cutover().share().basisPoints() == 300);

        // when
        site.facts.drift = 1;
        await().atMost(PATIENCE).until(() -> site.cutover().share().basisPoints() == 0);
        int asked = site.facts.asked.get();
        await().atMost(PATIENCE).until(() -> site.facts.asked.get() > asked + 3);
        assertThat(driver).isNotNull();
      }

      // then
      CutoverChange last = site.cutover().history().getFirst();
      assertThat(shares(site.cutover())).containsExactly(100, 200, 300, 0);
      assertThat(last.cause()).isEqualTo(Cause.GATE);
      assertThat(last.reason()).startsWith("gate drift.");
    }
  }

  @Test
  @DisplayName("Facts that cannot be asked hold the plan; an operator's change takes it off")
  void holds(TestKafka kafka) throws Exception {
    try (Site site = Site.open(kafka)) {
      // given
      site.facts.away = true;
      plan2(site);
      try (RampDriver driver = drive(site, "driver")) {
        await().during(Duration.ofMillis(500)).atMost(PATIENCE)
            .until(() -> site.cutover().history().isEmpty());
        site.facts.away = false;
        await().atMost(PATIENCE).until(() -> site.cutover().share().basisPoints() == 100);

        // when
        var stepped = site.post("/rollback", "{'reason':'stop'}");
        int asked = site.facts.asked.get();
        assertThat(driver).isNotNull();

        // then
        assertThat(stepped.statusCode()).isEqualTo(200);
        assertThat(site.cutover().plan()).isNull();
        await().during(Duration.ofMillis(500)).atMost(PATIENCE)
            .until(() -> site.cutover().share().basisPoints() == 0);
        assertThat(site.facts.asked.get()).isLessThanOrEqualTo(asked + 1);
      }
    }
  }

  private static void plan2(Site site) throws Exception {
    // The answer's gates cannot be asked, and the plan is set all the same.
    var set =
        site.put(
            "",
            site.cutover().version(),
            "{'plan':{'steps':[{'basisPoints':100,'soakSeconds':3600},"
                + "{'basisPoints':200,'soakSeconds':0}]},'reason':'go'}");
    assertThat(set.statusCode()).isEqualTo(200);
    assertThat(site.cutover().plan()).isNotNull();
  }
}
