package dev.crossfade.core.cutover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossfade.core.control.ControlEvent;
import dev.crossfade.core.control.ControlState;
import dev.crossfade.core.control.ControlState.ChangesLog;
import dev.crossfade.core.cutover.CutoverChange.Grounds;
import dev.crossfade.core.json.Json;
import dev.crossfade.core.log.Position;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

class CutoverReplayTest {
  private static final Grounds PROVEN =
      new Grounds(false, new RaiseProof("r-1", List.of(new Position(0, 12))));
  private static final Grounds FORCED = new Grounds(true, null);
  private static final RampPlan PLAN =
      new RampPlan(List.of(new RampPlan.Step(100, 60), new RampPlan.Step(500, 60)), Map.of());
  private static final ControlState CREATED =
      ControlState.EMPTY.replay(
          new ControlEvent(
              "c",
              "/services/ingest",
              ControlState.MIGRATION_CREATED,
              Instant.EPOCH,
              0,
              ControlState.migrationCreated(new ChangesLog(2, "topic", "pepper"))));

  @Test
  @DisplayName("A migration begins in hybrid mode at 0, with the salt of its log")
  void begins() {
    assertThat(CREATED.cutover()).isEqualTo(Cutover.START.salted("pepper"));
    assertThat(CREATED.cutover().share()).isEqualTo(new Share(Mode.HYBRID, 0));
    assertThat(CREATED.cutover().captures()).isTrue();
  }

  @Test
  @DisplayName("I8: a raise that is proven counts, with what it stood on")
  void raised() {
    // when
    ControlState state = change(CREATED, new Share(Mode.HYBRID, 500), Cause.OPERATOR, PROVEN);

    // then
    Cutover cutover = state.cutover();
    assertThat(cutover.share()).isEqualTo(new Share(Mode.HYBRID, 500));
    assertThat(cutover.version()).isEqualTo(2);
    assertThat(cutover.history())
        .containsExactly(
            new CutoverChange(
                2,
                Instant.ofEpochSecond(1),
                Cause.OPERATOR,
                new Share(Mode.HYBRID, 500),
                "ada",
                "why",
                PROVEN));
    assertThat(cutover.since()).isEqualTo(Instant.ofEpochSecond(1));
  }

  @Test
  @DisplayName("I8: a raise that is neither proven nor forced counts and changes nothing")
  void unproven() {
    // when
    ControlState state = change(CREATED, new Share(Mode.HYBRID, 500), Cause.OPERATOR, Grounds.NONE);

    // then
    assertThat(state.version()).isEqualTo(2);
    assertThat(state.cutover()).isEqualTo(CREATED.cutover());
  }

  @ParameterizedTest
  @DisplayName("I8: what makes no sense counts and changes nothing")
  @ValueSource(
      strings = {
        "{}",
        "{'mode':'hybrid','basisPoints':-1,'cause':'operator','by':'a','reason':'r','force':true}",
        "{'mode':'hybrid','basisPoints':10001,'cause':'operator','by':'a','reason':'r','force':true}",
        "{'mode':'hybrid','basisPoints':1.0,'cause':'operator','by':'a','reason':'r','force':true}",
        "{'mode':'hybrid','basisPoints':'1','cause':'operator','by':'a','reason':'r','force':true}",
        "{'mode':'half','basisPoints':1,'cause':'operator','by':'a','reason':'r','force':true}",
        "{'mode':'hybrid','basisPoints':1,'by':'a','reason':'r','force':true}",
        "{'mode':'hybrid','basisPoints':1,'cause':'whim','by':'a','reason':'r','force':true}",
        "{'mode':'hybrid','basisPoints':1,'cause':'operator','reason':'r','force':true}",
        "{'mode':'hybrid','basisPoints':1,'cause':'operator','by':'a','reason':'','force':true}",
        "{'mode':'hybrid','basisPoints':1,'cause':'operator','by':'a','reason':'r','force':'true'}",
        "{'mode':'hybrid','basisPoints':1,'cause':'operator','by':'a','reason':'r','proof':{}}",
        "{'mode':'hybrid','basisPoints':1,'cause':'operator','by':'a','reason':'r','proof':"
            + "{'reconciliation':'x','positions':{}}}",
        "{'mode':'hybrid','basisPoints':1,'cause':'operator','by':'a','reason':'r','proof':"
            + "{'reconciliation':'x','positions':{'1':'0:12'}}}",
        "{'mode':'target','basisPoints':0,'cause':'finish','by':'a','reason':'r','force':true}",
      })
  void senseless(String data) {
    // when
    ControlState state = next(CREATED, CutoverEvents.CHANGED, object(data));

    // then
    assertThat(state.version()).isEqualTo(2);
    assertThat(state.cutover()).isEqualTo(CREATED.cutover());
  }

  @Test
  @DisplayName("I8: a lowering needs no proof, but a cause, an author and a reason")
  void lowered() {
    // given
    ControlState raised = change(CREATED, new Share(Mode.HYBRID, 500), Cause.OPERATOR, FORCED);

    // when
    ControlState state = change(raised, Share.START, Cause.ROLLBACK, Grounds.NONE);

    // then
    assertThat(state.cutover().share()).isEqualTo(Share.START);
    assertThat(state.cutover().history())
        .extracting(CutoverChange::cause)
        .containsExactly(Cause.ROLLBACK, Cause.OPERATOR);
  }

  @Test
  @DisplayName("A plan goes on through its own steps and gates, and ends where a person steps in")
  void plans() {
    // given
    ControlState planned =
        next(CREATED, CutoverEvents.PLANNED, CutoverEvents.planned(PLAN, "ada", "why"));

    // when
    ControlState ramped = change(planned, new Share(Mode.HYBRID, 100), Cause.RAMP, PROVEN);
    ControlState held = change(ramped, Share.START, Cause.GATE, Grounds.NONE);
    ControlState stepped = change(held, new Share(Mode.HYBRID, 50), Cause.OPERATOR, PROVEN);
    ControlState taken =
        next(ramped, CutoverEvents.PLANNED, CutoverEvents.planned(null, "ada", "why"));

    // then
    assertThat(planned.cutover().plan()).isEqualTo(PLAN);
    assertThat(ramped.cutover().plan()).isEqualTo(PLAN);
    assertThat(held.cutover().plan()).isEqualTo(PLAN);
    assertThat(stepped.cutover().plan()).isNull();
    assertThat(taken.cutover().plan()).isNull();
  }

  @ParameterizedTest
  @DisplayName("A plan whose steps do not rise is none")
  @ValueSource(
      strings = {
        "{'steps':[]}",
        "{'steps':[{'basisPoints':0,'soakSeconds':1}]}",
        "{'steps':[{'basisPoints':5,'soakSeconds':1},{'basisPoints':5,'soakSeconds':1}]}",
        "{'steps':[{'basisPoints':10001,'soakSeconds':1}]}",
        "{'steps':[{'basisPoints':5,'soakSeconds':-1}]}",
        "{'steps':[{'basisPoints':5}]}",
        "{'steps':[{'basisPoints':5,'soakSeconds':1}],'gates':{'lag':{'limit':-1}}}",
        "{'steps':[{'basisPoints':5,'soakSeconds':1}],'gates':{'lag':{'action':'panic'}}}",
        "{'steps':[{'basisPoints':5,'soakSeconds':1}],'gates':{'lag':7}}",
        "{'steps':[{'basisPoints':5,'soakSeconds':1}],'gates':[]}",
      })
  void badPlans(String plan) {
    assertThat(RampPlan.parse(object(plan))).isNull();
  }

  @Test
  @DisplayName("A tenant is pinned on record, and let go")
  void pins() {
    // when
    ControlState pinned =
        next(
            CREATED,
            CutoverEvents.PINNED,
            CutoverEvents.pinned("school-1", Reads.TARGET, "ada", "why"));
    ControlState free =
        next(pinned, CutoverEvents.PINNED, CutoverEvents.pinned("school-1", null, "ada", "why"));

    // then
    assertThat(pinned.cutover().pins())
        .isEqualTo(
            Map.of("school-1", new Pin(Reads.TARGET, Instant.ofEpochSecond(1), "ada", "why")));
    assertThat(free.cutover().pins()).isEmpty();
    assertThat(free.cutover().version()).isEqualTo(3);
  }

  @Test
  @DisplayName("A tenant's queueing is no change of the cutover: an If-Match stays good")
  void queueing() {
    // when
    ControlState queued =
        next(
            CREATED,
            CutoverEvents.WRITES_SWITCHED,
            CutoverEvents.writesSwitched("school-1", true, "ada", "why"));
    ControlState open =
        next(
            queued,
            CutoverEvents.WRITES_SWITCHED,
            CutoverEvents.writesSwitched("school-1", false, "ada", "why"));

    // then
    assertThat(queued.cutover().queues("school-1")).isTrue();
    assertThat(queued.cutover().version()).isEqualTo(CREATED.cutover().version());
    assertThat(open.cutover()).isEqualTo(CREATED.cutover());
  }

  @Test
  @DisplayName("A tenant's switch: the first one counts, and whoever opens the writes ends it")
  void switching() {
    // given
    ControlState begun = begun(CREATED, "i-1", Reads.TARGET);

    // when
    ControlState again = begun(begun, "i-2", Reads.LEGACY);
    TenantSwitch order =
        Objects.requireNonNull(
            Objects.requireNonNull(again.cutover().clients().queued().get("school-1")).order());
    ControlState ended =
        next(
            again,
            CutoverEvents.WRITES_SWITCHED,
            CutoverEvents.switchEnded(order, true, "pinned", "It reads target.", "ada"));
    ControlState byHand =
        next(
            again,
            CutoverEvents.WRITES_SWITCHED,
            CutoverEvents.writesSwitched("school-1", false, "ada", "why"));

    // then
    assertThat(order.id()).isEqualTo("i-1");
    assertThat(order.to()).isEqualTo(Reads.TARGET);
    assertThat(ended.cutover().queues("school-1")).isFalse();
    var last = ended.cutover().clients().lastOf("school-1").orElseThrow();
    assertThat(last.done()).isTrue();
    assertThat(last.step()).isEqualTo("pinned");
    assertThat(last.order()).isEqualTo(order);
    assertThat(byHand.cutover().queues("school-1")).isFalse();
    assertThat(byHand.cutover().clients().lastOf("school-1").orElseThrow().done()).isFalse();
    assertThat(ended.cutover().clients().lastOf("school-2")).isEmpty();
  }

  private static ControlState begun(ControlState from, String id, Reads to) {
    return next(
        from,
        CutoverEvents.WRITES_SWITCHED,
        CutoverEvents.switchBegun("school-1", id, to, "ada", "why"));
  }

  @Test
  @DisplayName("A finished migration captures nothing, and taken up again it does")
  void finishes() {
    // given
    Share target = new Share(Mode.TARGET, 0);
    ControlState all = change(CREATED, target, Cause.OPERATOR, PROVEN);

    // when
    ControlState finished = change(all, target, Cause.FINISH, PROVEN);
    ControlState again = change(finished, new Share(Mode.HYBRID, 0), Cause.ROLLBACK, Grounds.NONE);

    // then
    assertThat(finished.cutover().finished()).isTrue();
    assertThat(finished.cutover().captures()).isFalse();
    assertThat(finished.cutover().since()).isEqualTo(Instant.ofEpochSecond(1));
    assertThat(again.cutover().finished()).isFalse();
    assertThat(again.cutover().captures()).isTrue();
  }

  @Test
  void captureSwitch() {
    // when
    ControlState off =
        next(
            CREATED,
            CutoverEvents.CAPTURE_SWITCHED,
            CutoverEvents.captureSwitched(false, "ada", "why"));

    // then
    assertThat(off.cutover().captures()).isFalse();
    assertThat(off.cutover().version()).isEqualTo(2);
  }

  @Test
  @DisplayName("The last 100 changes are kept")
  void history() {
    // given
    ControlState state = CREATED;

    // when
    for (int i = 1; i <= 120; i++) {
      state = change(state, new Share(Mode.HYBRID, i), Cause.OPERATOR, FORCED);
    }

    // then
    assertThat(state.cutover().history()).hasSize(100);
    assertThat(state.cutover().history().getFirst().share().basisPoints()).isEqualTo(120);
    assertThat(state.cutover().history().getLast().share().basisPoints()).isEqualTo(21);
  }

  @Test
  @DisplayName("I8: of two raises from one version the first one counts")
  void twoOperators() {
    // given
    ObjectNode first =
        CutoverEvents.changed(new Share(Mode.HYBRID, 100), Cause.OPERATOR, "ada", "why", FORCED);
    ObjectNode second =
        CutoverEvents.changed(new Share(Mode.HYBRID, 900), Cause.OPERATOR, "bob", "why", FORCED);

    // when
    ControlState state =
        CREATED
            .replay(event(CREATED, CutoverEvents.CHANGED, first))
            .replay(event(CREATED, CutoverEvents.CHANGED, second));

    // then
    assertThat(state.cutover().share().basisPoints()).isEqualTo(100);
    assertThat(state.cutover().history()).hasSize(1);
  }

  private static ControlState change(ControlState from, Share to, Cause cause, Grounds grounds) {
    return next(
        from, CutoverEvents.CHANGED, CutoverEvents.changed(to, cause, "ada", "why", grounds));
  }

  private static ControlState next(ControlState from, String type, ObjectNode data) {
    return from.replay(event(from, type, data));
  }

  private static ControlEvent event(ControlState from, String type, ObjectNode data) {
    // Through bytes, as in the log.
    ControlEvent event =
        new ControlEvent(
            "id",
            "/services/reconciler",
            type,
            Instant.ofEpochSecond(from.version()),
            from.version(),
            data);
    ControlEvent read = ControlEvent.decode(event.encode("school"));
    assertThat(read).isNotNull();
    return read == null ? event : read;
  }

  private static ObjectNode object(String json) {
    return (ObjectNode) Json.MAPPER.readTree(json.replace('\'', '"'));
  }
}
