package dev.crossfade.core.decide;

import static dev.crossfade.core.event.EventFixtures.TENANT;
import static dev.crossfade.core.event.EventFixtures.envelope;
import static dev.crossfade.core.event.EventFixtures.position;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crossfade.core.blueprint.ConflictPolicy;
import dev.crossfade.core.event.ChangeEvent;
import dev.crossfade.core.event.ChangeEvent.Basis;
import dev.crossfade.core.event.ChangeEvent.Kind;
import dev.crossfade.core.event.ChangeEvent.RecordChange;
import dev.crossfade.core.event.ChangeEvent.RecordResolved;
import dev.crossfade.core.event.ChangeEvent.SchemaReference;
import dev.crossfade.core.event.ChangeEvent.Take;
import dev.crossfade.core.event.Decoded;
import dev.crossfade.core.event.EventFixtures;
import dev.crossfade.core.event.RecordKey;
import dev.crossfade.core.json.Document;
import dev.crossfade.core.log.LogRecord;
import dev.crossfade.core.log.LogRecord.Message;
import dev.crossfade.core.log.Position;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * One record, three clients and an operator, in thousands of orders over all policies. A client
 * edits what it last read, and knows of its own writes no more than that they were acknowledged.
 *
 * <p>{@code -Dconflicts.orders=100000} makes a campaign of it, {@code -Dconflicts.seed=…} another
 * one.
 */
class ConflictFoldTest {
  private static final int ORDERS = Integer.getInteger("conflicts.orders", 1_500);
  private static final long SEED = Long.getLong("conflicts.seed", 1);
  private static final List<String> FIELDS = List.of("a", "b", "c", "o", "s", "i");
  private static final SchemaReference SCHEMA =
      new SchemaReference(Policies.V1.digest(), Policies.V1.schemaVersion());

  @ParameterizedTest
  @DisplayName(
      "I2, I4, I16: as a model of the words, decided again for nothing, and nothing is lost")
  @EnumSource
  void asTheModel(ConflictPolicy policy) {
    for (long seed = SEED; seed < SEED + ORDERS; seed++) {
      Orders orders = new Orders(policy.name(), new Random(seed));
      try {
        for (int step = 0; step < 25; step++) {
          orders.step();
        }
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError(
            policy + ", seed " + seed + ":\n" + String.join("\n", orders.told), e);
      }
    }
  }

  @ParameterizedTest(name = "{0}, {1}")
  @DisplayName("I4: AUTO_MERGE: edits of different fields are both kept, in either order")
  @CsvSource(
      delimiter = '|',
      value = {
        "X^10=a2b1[a]     | Y^10=a1b2[b]",
        "X^10=a2b1c3[a,c] | Y^10=a1b2[b]",
        "X^10=b1[a]       | Y^10=a1b2[b]",
        "X^10=a1b2[b]     | Z^10=a2b1[a]",
      })
  void eitherOrder(String one, String other) {
    // given
    Story forth = new Story("AUTO_MERGE");
    Story back = new Story("AUTO_MERGE");
    forth.tell("X=a1b1");
    back.tell("X=a1b1");

    // when
    List<Outcome> outcomes =
        List.of(forth.tell(one), forth.tell(other), back.tell(other), back.tell(one));

    // then
    assertThat(outcomes).allMatch(Outcome.Applied.class::isInstance);
    assertThat(forth.document()).isEqualTo(back.document());
  }

  /** A field that a client has set, and that must not get lost. */
  private record Claim(String source, String field, int value, long at) {}

  /** A side that is kept beside the record. */
  private record Beside(String source, long at, Map<String, Integer> doc) {}

  private static final class Client {
    private final String name;
    private Map<String, Integer> local = new TreeMap<>();
    private long read = Known.NONE;
    private long own = Known.NONE;

    Client(String name) {
      this.name = name;
    }
  }

  private static final class Orders {
    private final Random random;
    private final RecordKey key;
    private final MemoryStates states = new MemoryStates();
    private final Decider decider = new Decider(states, Policies::of);
    private final SideModel model;
    private final List<Client> clients = List.of(new Client("X"), new Client("Y"), new Client("Z"));
    private final List<Claim> claims = new ArrayList<>();
    private final List<Beside> beside = new ArrayList<>();
    private final List<String> told = new ArrayList<>();
    private final List<RecordState> asked = new ArrayList<>();
    private long offset = 10;
    private int value;
    private long acknowledged;

    Orders(String policy, Random random) {
      this.random = random;
      this.key = new RecordKey(TENANT, Policies.domain(policy), "r");
      this.model = new SideModel(policy);
    }

    void step() {
      if (random.nextInt(6) == 0 && states.record(key).position() != null) {
        resolve();
      } else {
        client(clients.get(random.nextInt(clients.size())));
      }
    }

    private Map<String, Integer> content() {
      Map<String, Integer> fields = new TreeMap<>();
      Document document = states.document(key);
      if (document != null) {
        document.tree().properties().forEach(f -> fields.put(f.getKey(), f.getValue().intValue()));
      }
      return fields;
    }

    private void client(Client client) {
      if (random.nextInt(3) == 0) {
        client.read = offset - 1;
        client.local = content();
      }
      Map<String, Integer> before = new TreeMap<>(client.local);
      boolean deletes = random.nextInt(8) == 0;
      Set<String> changed = new HashSet<>();
      Map<String, Integer> doc = null;
      if (deletes) {
        client.local = new TreeMap<>();
      } else {
        for (int i = random.nextInt(3); i >= 0; i--) {
          String field = FIELDS.get(random.nextInt(FIELDS.size()));
          changed.add(field);
          if (random.nextInt(5) == 0) {
            client.local.remove(field);
          } else {
            // Sometimes what others say, too.
            client.local.put(field, random.nextInt(4) == 0 ? 0 : ++value);
          }
        }
        doc = new TreeMap<>(client.local);
      }
      long base = Math.max(client.read, random.nextBoolean() ? client.own : Known.NONE);
      boolean names = !deletes && random.nextInt(3) > 0;
      SideModel.Event event =
          new SideModel.Event(client.name, offset, base, names ? changed : null, doc);
      ChangeEvent live =
          new RecordChange(
              envelope("e" + offset, client.name, 0),
              key,
              deletes ? Kind.DELETED : Kind.UPDATED,
              new Basis(
                  base == Known.NONE ? null : position(TENANT, base),
                  names ? List.copyOf(changed) : null),
              SCHEMA,
              document(doc == null ? Map.of() : doc));
      Map<String, Integer> was = content();
      String expected = model.live(event);
      Outcome outcome = decide(live, expected, event.toString());
      client.own = acknowledged;
      claims.removeIf(c -> c.source().equals(client.name) || c.at() <= client.read);
      beside(client.name, outcome, was, doc);
      if (doc != null && !(outcome instanceof Outcome.Unchanged)) {
        for (String field : changed) {
          Integer now = doc.get(field);
          // Whoever says the same takes it over: it is one value, and goes with the later one.
          claims.removeIf(c -> c.field().equals(field) && Objects.equals(now, c.value()));
          if (now != null && !now.equals(before.get(field))) {
            claims.add(new Claim(client.name, field, now, event.at()));
          }
        }
      }
      nothingIsLost();
    }

    private void beside(
        String source,
        Outcome outcome,
        Map<String, Integer> was,
        @Nullable Map<String, Integer> says) {
      beside.removeIf(b -> b.source().equals(source));
      if (outcome instanceof Outcome.Conflict conflict) {
        if (conflict.incoming() != null && says != null) {
          beside.add(new Beside(source, conflict.incoming().position().offset(), says));
        }
        for (Outcome.Side side : conflict.replaced()) {
          beside.add(new Beside(side.source(), side.position().offset(), was));
        }
      }
    }

    /** Whoever has seen a value may replace it; its own source has seen it. */
    private void nothingIsLost() {
      Map<String, Integer> is = content();
      for (Claim claim : claims) {
        boolean there =
            Objects.equals(is.get(claim.field()), claim.value())
                || beside.stream()
                    .anyMatch(b -> Objects.equals(b.doc().get(claim.field()), claim.value()));
        assertThat(there).as("nothing is lost: " + claim).isTrue();
      }
    }

    private void resolve() {
      Take take = List.of(Take.values()).get(random.nextInt(Take.values().length));
      RecordState state = states.record(key);
      long base =
          random.nextInt(5) == 0 ? offset - 1 : Objects.requireNonNull(state.position()).offset();
      List<Long> waits = List.copyOf(model.waits().values());
      long conflict =
          waits.isEmpty() || random.nextInt(5) == 0
              ? offset - 1
              : waits.get(random.nextInt(waits.size()));
      boolean deleted = take != Take.EXISTING && random.nextInt(4) == 0;
      Map<String, Integer> doc = deleted ? null : content();
      if (doc != null) {
        doc.put(FIELDS.get(random.nextInt(3)), ++value);
      }
      SideModel.Decree decree = new SideModel.Decree(take.word(), offset, base, conflict, doc);
      String loser = take.settlesConflict() ? state.waitingAt(conflict) : null;
      Outcome outcome =
          decide(
              new RecordResolved(
                  envelope("d" + offset, ChangeEvent.OPERATOR, 0),
                  key,
                  position(TENANT, base),
                  take.settlesConflict() ? position(TENANT, conflict) : null,
                  take,
                  deleted,
                  "ada",
                  "because",
                  SCHEMA,
                  document(doc == null ? Map.of() : doc)),
              model.resolve(decree),
              decree.toString());
      if (outcome instanceof Outcome.Applied || outcome instanceof Outcome.Unchanged) {
        // A person has seen all of it.
        claims.clear();
        beside.removeIf(b -> b.source().equals(loser));
      }
    }

    private Outcome decide(ChangeEvent event, String expected, String words) {
      RecordState was = states.record(key);
      Outcome outcome = one(event);
      told.add(words + " → " + shown(outcome));
      assertThat(shown(outcome)).isEqualTo(expected);
      RecordState is = states.record(key);
      Map<String, Integer> should = model.is();
      assertThat(is.present()).isEqualTo(should != null);
      assertThat(content()).isEqualTo(should == null ? Map.of() : should);
      String maker =
          is.source() == null || !is.source().equals(ChangeEvent.OPERATOR)
              ? is.source()
              : "operator";
      assertThat(maker).isEqualTo(model.maker());
      assertThat(is.position() == null ? -1 : is.position().offset()).isEqualTo(model.madeAt());
      Map<String, Long> waits = new TreeMap<>();
      is.reflects()
          .forEach(
              (source, known) -> {
                if (known.waiting() != null) {
                  waits.put(source, known.waiting().offset());
                }
              });
      assertThat(waits).isEqualTo(model.waits());
      boolean applied =
          outcome instanceof Outcome.Applied
              || (outcome instanceof Outcome.Conflict conflict && conflict.applied() != null);
      if (!applied) {
        assertThat(is.digest()).as("what is not applied changes nothing").isEqualTo(was.digest());
      }
      again(event, is);
      return outcome;
    }

    private Outcome one(ChangeEvent event) {
      LogRecord log =
          new LogRecord(
              position(TENANT, offset++),
              EventFixtures.APPENDED,
              new Message(null, List.of(), null));
      Decoded.Event decoded = new Decoded.Event(log, event);
      states.hideDocuments(!isAskedFor(decoded));
      RecordState was = states.record(key);
      Outcome outcome = decider.decide(decoded);
      states.hideDocuments(false);
      if (!Objects.equals(states.record(key).position(), was.position())) {
        asked.clear();
      }
      stored();
      return outcome;
    }

    /**
     * Whether the document is asked for by whatever batch the event may be in: the documents of a
     * batch are asked for at its beginning, and later ones come with what moves the record.
     */
    private boolean isAskedFor(Decoded.Event decoded) {
      RecordState now = states.record(key);
      asked.add(now);
      boolean always = true;
      for (RecordState before : asked) {
        states.record(key, before);
        always &= decider.needsDocument(decoded);
      }
      states.record(key, now);
      return always;
    }

    /** As if the fold had ended here, and another had begun with what was stored. */
    private void stored() {
      RecordState state = states.record(key);
      RecordState read =
          new RecordState(
              state.position(),
              state.source(),
              state.digest(),
              state.schema(),
              state.revision(),
              KnownText.read(KnownText.write(state), state.digest()),
              state.heldSince(),
              FieldChangesText.read(FieldChangesText.write(state.changes())));
      assertThat(read).isEqualTo(state);
      states.record(key, read);
    }

    /** Sent again, it is acknowledged again, at another position, and that is all. */
    private void again(ChangeEvent event, RecordState is) {
      acknowledged = offset - 1;
      if (random.nextInt(4) != 0) {
        return;
      }
      if (event instanceof RecordChange change) {
        Position base = change.basis().base();
        model.again(
            change.envelope().source().source(), offset, base == null ? Known.NONE : base.offset());
      }
      acknowledged = offset;
      assertThat(one(event)).isInstanceOf(Outcome.Duplicate.class);
      RecordState now = states.record(key);
      assertThat(now.position()).isEqualTo(is.position());
      assertThat(now.digest()).isEqualTo(is.digest());
      assertThat(now.revision()).isEqualTo(is.revision());
      assertThat(now.changes()).isEqualTo(is.changes());
    }

    /** The sides that were replaced in order: of several sources none is first. */
    private static String shown(Outcome outcome) {
      String shown = Story.told(outcome);
      int at = shown.indexOf(", replaces");
      if (at < 0) {
        return shown;
      }
      List<String> sides =
          new ArrayList<>(List.of(shown.substring(at + 2).split(", replaces ", -1)));
      sides.set(0, sides.getFirst().substring("replaces ".length()));
      sides.sort(null);
      return shown.substring(0, at) + ", replaces " + String.join(", replaces ", sides);
    }

    private static Document document(Map<String, Integer> fields) {
      ObjectNode tree = JsonNodeFactory.instance.objectNode();
      fields.forEach(tree::put);
      return Document.of(tree);
    }
  }
}
