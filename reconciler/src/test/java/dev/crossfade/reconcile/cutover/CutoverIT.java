package dev.crossfade.reconcile.cutover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossfade.core.cutover.Cause;
import dev.crossfade.core.cutover.CutoverChange;
import dev.crossfade.core.cutover.CutoverEvents;
import dev.crossfade.core.cutover.Mode;
import dev.crossfade.core.cutover.ProofState;
import dev.crossfade.core.cutover.Reads;
import dev.crossfade.core.cutover.Share;
import dev.crossfade.core.cutover.TenantProof;
import dev.crossfade.core.log.Position;
import dev.crossfade.testsupport.RealServers;
import dev.crossfade.testsupport.TestKafka;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** The cutover's routes on a real control log. */
@ExtendWith(RealServers.class)
class CutoverIT {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @Test
  @DisplayName("A migration begins in hybrid mode at 0, and rises from the version that was seen")
  void raised(TestKafka kafka) throws Exception {
    try (Site site = Site.open(kafka)) {
      // given
      HttpResponse<String> first = site.get("");

      // when
      var missing = site.put("", null, "{'percentage':5,'reason':'go'}");
      var done = site.put("", 0L, "{'percentage':5,'reason':'go'}");
      var again = site.put("", site.cutover().version(), "{'basisPoints':500,'reason':'go'}");
      var stale = site.put("", 0L, "{'percentage':6,'reason':'go'}");
      var odd = site.send("PUT", "", "{'percentage':6,'reason':'go'}", "W/\"1\"");

      // then
      assertThat(first.headers().firstValue("ETag")).hasValue("\"0\"");
      assertThat(Site.json(first).path("mode").stringValue()).isEqualTo("hybrid");
      assertThat(Site.json(first).path("gates").size()).isEqualTo(10);
      assertThat(missing.statusCode()).isEqualTo(428);
      assertThat(done.statusCode()).describedAs(done.body()).isEqualTo(200);
      JsonNode now = Site.json(done);
      assertThat(now.path("basisPoints").intValue()).isEqualTo(500);
      assertThat(now.path("percentage").decimalValue()).isEqualByComparingTo("5");
      assertThat(done.headers().firstValue("ETag"))
          .hasValue("\"" + now.path("version").longValue() + "\"");
      assertThat(now.at("/history/0/cause").stringValue()).isEqualTo("operator");
      assertThat(now.at("/history/0/proof/reconciliation").stringValue()).isEqualTo("r-1");
      assertThat(again.statusCode()).isEqualTo(200);
      assertThat(Site.json(again).path("history").size()).isEqualTo(1);
      assertThat(stale.statusCode()).isEqualTo(412);
      assertThat(stale.headers().firstValue("ETag"))
          .isEqualTo(done.headers().firstValue("ETag"));
      assertThat(Site.json(stale).at("/current/basisPoints").intValue()).isEqualTo(500);
      assertThat(odd.statusCode()).isEqualTo(412);
      assertThat(site.cutover().history()).hasSize(1);
    }
  }

  @Test
  @DisplayName("I8: of two operators at once exactly one gets 200, the other 412")
  void twoOperators(TestKafka kafka) throws Exception {
    try (Site one = Site.open(kafka);
        Site other = one.again();
        var threads = Executors.newFixedThreadPool(2)) {
      for (int round = 0; round < 10; round++) {
        // given
        long version = one.cutover().version();
        CyclicBarrier start = new CyclicBarrier(2);
        int share = 100 * (round + 1);

        // when
        List<Future<HttpResponse<String>>> asked = new ArrayList<>();
        for (Site site : List.of(one, other)) {
          int to = site == one ? share : share + 50;
          Callable<HttpResponse<String>> ask =
              () -> {
                start.await();
                return site.put("", version, "{'basisPoints':" + to + ",'reason':'mine'}");
              };
          asked.add(threads.submit(ask));
        }
        int first = asked.getFirst().get().statusCode();
        int second = asked.getLast().get().statusCode();

        // then
        assertThat(List.of(first, second)).containsExactlyInAnyOrder(200, 412);
        assertThat(one.cutover().share().basisPoints()).isEqualTo(first == 200 ? share : share + 50);
        assertThat(one.cutover().history()).hasSize(round + 1);
      }
    }
  }

  @Test
  @DisplayName("I8: a raise whose gates were asked from an older version is decided again")
  void decidedAgain(TestKafka kafka) throws Exception {
    try (Site site = Site.open(kafka)) {
      // given: an event about something else comes between the gates and the raise
      AtomicBoolean once = new AtomicBoolean();
      site.facts.meanwhile =
          () -> {
            if (once.compareAndSet(false, true)) {
              append(site, "dev.crossfade.control.of.later");
              site.facts.lag = 99_999;
            }
          };

      // when
      var closed = site.put("", 0L, "{'percentage':5,'reason':'go'}");
      site.facts.lag = 0;
      var done = site.put("", 0L, "{'percentage':5,'reason':'go'}");

      // then
      assertThat(closed.statusCode()).isEqualTo(409);
      assertThat(done.statusCode()).isEqualTo(200);
      assertThat(site.cutover().history()).hasSize(1);
    }
  }

  @Test
  @DisplayName("I8: a closed gate forbids a raise by name; force and a reason override, on record")
  void gates(TestKafka kafka) throws Exception {
    try (Site site = Site.open(kafka)) {
      // given
      site.facts.run = null;

      // when
      var closed = site.put("", 0L, "{'percentage':5,'reason':'go'}");
      var mute = site.put("", 0L, "{'percentage':5,'force':true}");
      var forced = site.put("", 0L, "{'percentage':5,'force':true,'reason':'the board'}");
      site.facts.away = true;
      var away = site.put("", site.cutover().version(), "{'percentage':6,'reason':'go'}");
      var lowered = site.put("", site.cutover().version(), "{'percentage':1,'reason':'back'}");

      // then
      assertThat(closed.statusCode()).isEqualTo(409);
      assertThat(Site.json(closed).path("type").stringValue()).endsWith("/gate-closed");
      assertThat(Site.json(closed).path("detail").stringValue()).startsWith("Gate proof.");
      assertThat(Site.json(closed).path("gates").size()).isEqualTo(10);
      assertThat(mute.statusCode()).isEqualTo(400);
      assertThat(forced.statusCode()).isEqualTo(200);
      assertThat(Site.json(forced).at("/history/0/force").booleanValue()).isTrue();
      assertThat(Site.json(forced).at("/history/0/reason").stringValue()).isEqualTo("the board");
      assertThat(away.statusCode()).isEqualTo(503);
      // The gates cannot be shown, but a lowering asks none.
      assertThat(lowered.statusCode()).isEqualTo(200);
      assertThat(Site.json(lowered).path("gates").isNull()).isTrue();
      assertThat(site.cutover().share()).isEqualTo(new Share(Mode.HYBRID, 100));
    }
  }

  @Test
  @DisplayName("I12: going back asks no gate, names its cause, and raises nothing")
  void rolledBack(TestKafka kafka) throws Exception {
    try (Site site = Site.open(kafka)) {
      // given
      site.put("", 0L, "{'mode':'target','reason':'go'}");
      assertThat(site.cutover().share().mode()).isEqualTo(Mode.TARGET);
      site.facts.run = null;
      site.facts.drift = 7;

      // when
      var half = site.post("/rollback", "{'reason':'look','to':5000}");
      var up = site.post("/rollback", "{'reason':'look','to':6000}");
      var none = site.post("/rollback", "{'reason':'look'}");
      var legacy = site.post("/rollback", "{'reason':'look','mode':'legacy'}");
      var mute = site.post("/rollback", "{}");

      // then
      assertThat(List.of(half.statusCode(), none.statusCode(), legacy.statusCode()))
          .containsOnly(200);
      assertThat(up.statusCode()).isEqualTo(400);
      assertThat(mute.statusCode()).isEqualTo(400);
      assertThat(site.cutover().share()).isEqualTo(new Share(Mode.LEGACY, 0));
      assertThat(site.cutover().history())
          .extracting(CutoverChange::cause)
          .containsExactly(Cause.ROLLBACK, Cause.ROLLBACK, Cause.ROLLBACK, Cause.OPERATOR);
    }
  }

  @Test
  @DisplayName("I10: a tenant is pinned by name and on record, and explained")
  void pins(TestKafka kafka) throws Exception {
    try (Site site = Site.open(kafka)) {
      // given
      site.facts.proofs.put(
          "school-1",
          new TenantProof(
              ProofState.UNPROVEN,
              false,
              null,
              Instant.EPOCH,
              List.of("snapshot-missing:browser-b", "hole:browser-a"),
              new TreeMap<>(Map.of("browser-a", new Position(0, 7))),
              1));

      // when
      JsonNode before = Site.json(site.get("/tenants/school-1"));
      var pinned = site.put("/tenants/school-1", null, "{'reads':'target','reason':'pilot'}");
      JsonNode ofB = Site.json(site.get("/tenants/school-1?source=browser-b"));
      var free = site.put("/tenants/school-1", null, "{'reads':null,'reason':'over'}");
      var odd = site.put("/tenants/school-1", null, "{'reads':'both','reason':'x'}");

      // then
      assertThat(before.path("reads").stringValue()).isEqualTo("legacy");
      assertThat(before.path("reason").stringValue()).isEqualTo("not-in-cohort");
      assertThat(before.path("sources")).hasSize(2);
      assertThat(pinned.statusCode()).describedAs(pinned.body()).isEqualTo(200);
      assertThat(Site.json(pinned).path("reads").stringValue()).isEqualTo("target");
      assertThat(Site.json(pinned).at("/pin/reason").stringValue()).isEqualTo("pilot");
      assertThat(ofB.path("reason").stringValue()).isEqualTo("snapshot-missing");
      assertThat(ofB.path("sources").get(0).path("reads").stringValue()).isEqualTo("target");
      assertThat(ofB.path("sources").get(1).path("reads").stringValue()).isEqualTo("legacy");
      assertThat(Site.json(free).path("pin").isNull()).isTrue();
      assertThat(odd.statusCode()).isEqualTo(400);
      assertThat(site.cutover().pins()).isEmpty();
    }
  }

  @Test
  @DisplayName("What is not verified is told in words")
  void explained(TestKafka kafka) throws Exception {
    try (Site site = Site.open(kafka)) {
      // given
      site.put("", 0L, "{'mode':'target','reason':'go'}");
      site.facts.proofs.put(
          "old",
          new TenantProof(
              ProofState.UNPROVEN,
              false,
              null,
              Instant.EPOCH,
              List.of("snapshot-missing:browser-b"),
              new TreeMap<>(),
              1));

      // when
      JsonNode old = Site.json(site.get("/tenants/old"));
      JsonNode never = Site.json(site.get("/tenants/never"));

      // then
      assertThat(old.path("detail").stringValue())
          .isEqualTo("It is not verified: source browser-b has sent no complete snapshot.");
      assertThat(never.path("reason").stringValue()).isEqualTo("not-verified");
    }
  }

  @Test
  @DisplayName("A plan is set with a share, and an operator's next change takes it off")
  void plans(TestKafka kafka) throws Exception {
    try (Site site = Site.open(kafka)) {
      // when
      var set =
          site.put(
              "",
              0L,
              "{'percentage':1,'plan':{'steps':[{'basisPoints':100,'soakSeconds':60},"
                  + "{'basisPoints':500,'soakSeconds':60}],"
                  + "'gates':{'lag':{'limit':5,'action':'rollback'}}},'reason':'go'}");
      JsonNode planned = Site.json(set);
      var off = site.put("", planned.path("version").longValue(), "{'plan':null,'reason':'no'}");

      // then
      assertThat(set.statusCode()).describedAs(set.body()).isEqualTo(200);
      assertThat(planned.path("basisPoints").intValue()).isEqualTo(100);
      assertThat(planned.at("/plan/steps")).hasSize(2);
      assertThat(GatesTest.named(site.desk.gates(site.cutover(), Share.START), "lag").limit())
          .isEqualTo(10_000);
      assertThat(Site.json(off).path("plan").isNull()).isTrue();
    }
  }

  @Test
  @DisplayName("A migration ends in target, behind clean rows, and can be taken up again")
  void finished(TestKafka kafka) throws Exception {
    try (Site site = Site.open(kafka)) {
      // when
      var early = site.post("/finish", "{'reason':'done'}");
      site.put("", 0L, "{'mode':'target','reason':'go'}");
      var run = site.facts.run;
      site.facts.run = null;
      var unproven = site.post("/finish", "{'reason':'done'}");
      site.facts.run = run;
      var done = site.post("/finish", "{'reason':'done'}");

      // then
      assertThat(early.statusCode()).isEqualTo(409);
      assertThat(Site.json(early).path("type").stringValue()).endsWith("/not-in-target");
      assertThat(unproven.statusCode()).isEqualTo(409);
      assertThat(done.statusCode()).describedAs(done.body()).isEqualTo(200);
      assertThat(Site.json(done).path("finished").booleanValue()).isTrue();
      assertThat(Site.json(done).path("capture").stringValue()).isEqualTo("off");
      assertThat(Site.json(done).at("/history/0/proof/reconciliation").stringValue())
          .isEqualTo("r-1");

      // when
      var again = site.post("/rollback", "{'reason':'not yet'}");

      // then
      assertThat(Site.json(again).path("capture").stringValue()).isEqualTo("on");
    }
  }

  @Test
  @DisplayName("An If-Match stays good through events about something else")
  void otherEvents(TestKafka kafka) throws Exception {
    try (Site site = Site.open(kafka)) {
      // given
      append(site, "dev.crossfade.control.of.later");
      site.desk.writes("school-1", true, new CutoverOrder.By("ada", "moment"));

      // when
      var done = site.put("", 0L, "{'percentage':5,'reason':'go'}");
      var pinned = site.desk.pin("t", Reads.LEGACY, new CutoverOrder.By("ada", "x"), 0L);

      // then
      assertThat(done.statusCode()).isEqualTo(200);
      assertThat(pinned).isInstanceOf(CutoverDesk.Outcome.Moved.class);
    }
  }

  private static void append(Site site, String type) {
    try {
      site.migration
          .control()
          .append(
              site.desk.now(), type, CutoverEvents.captureSwitched(true, "ada", "x"), PATIENCE);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
