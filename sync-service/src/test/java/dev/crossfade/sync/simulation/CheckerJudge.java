package dev.crossfade.sync.simulation;

import dev.crossfade.core.blueprint.Domain;
import dev.crossfade.core.decide.RecordState;
import dev.crossfade.core.event.ChangeEvent;
import dev.crossfade.core.event.ChangeEvent.RecordChange;
import dev.crossfade.core.event.ChangeEvent.RecordRead;
import dev.crossfade.core.event.RecordKey;
import dev.crossfade.core.json.Digest;
import dev.crossfade.core.log.LogRecord;
import dev.crossfade.core.log.Position;
import dev.crossfade.sync.simulation.MemoryTables.SourceRow;
import dev.crossfade.sync.store.LogPartition;
import dev.crossfade.testsupport.history.Entry;
import dev.crossfade.testsupport.history.History;
import dev.crossfade.testsupport.history.HistoryChecker;
import dev.crossfade.testsupport.history.Place;
import dev.crossfade.testsupport.history.RecordName;
import dev.crossfade.testsupport.history.Rules;
import dev.crossfade.testsupport.history.Sent;
import dev.crossfade.testsupport.history.SourceName;
import dev.crossfade.testsupport.history.Tables;
import dev.crossfade.testsupport.history.Tables.Content;
import dev.crossfade.testsupport.history.Verdict;
import dev.crossfade.testsupport.history.Violation;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Asks the history checker, which shares no code with sync, not even the decider. */
final class CheckerJudge implements Judge {
  private static final Rules RULES = rules();

  private static Rules rules() {
    Map<String, Rules.Domain> domains = new HashMap<>();
    for (Domain domain : World.BLUEPRINT.domains()) {
      var policy = Rules.Policy.valueOf(domain.conflictPolicy().name());
      domains.put(domain.name(), new Rules.Domain(policy, Map.of()));
    }
    return new Rules(World.PARTITIONS, Set.of(World.BLUEPRINT.digest().hex()), domains);
  }

  @Override
  public List<String> judge(Run run) {
    List<History.Commit> commits =
        run.store().commits().stream()
            .map(c -> new History.Commit(c.partition(), c.from(), c.to(), c.worker()))
            .toList();
    Verdict verdict =
        HistoryChecker.check(
            new History(RULES, sent(run), List.of(), log(run), tables(run), commits));
    return verdict.first().stream().map(Violation::toString).toList();
  }

  private static List<Sent> sent(Run run) {
    List<Sent> sent = new ArrayList<>();
    for (Sending sending : run.sendings()) {
      sent.add(event(sending.event(), answer(sending.answer())));
    }
    for (LogRecord record : run.strange()) {
      sent.add(
          new Sent.Raw(
              record.message().key(),
              headers(record),
              record.message().value(),
              new dev.crossfade.testsupport.history.Answer.Accepted(place(record.position()))));
    }
    return sent;
  }

  private static dev.crossfade.testsupport.history.Answer answer(Answer answer) {
    return switch (answer) {
      case Answer.Accepted(Position at) ->
          new dev.crossfade.testsupport.history.Answer.Accepted(place(at));
      case Answer.Rejected rejected -> dev.crossfade.testsupport.history.Answer.REJECTED;
      case Answer.Unknown unknown -> dev.crossfade.testsupport.history.Answer.UNKNOWN;
    };
  }

  private static Sent event(ChangeEvent event, dev.crossfade.testsupport.history.Answer answer) {
    RecordKey key = event.record();
    RecordChange change = event instanceof RecordChange is ? is : null;
    Position base = change == null ? null : change.basis().base();
    return new Sent.Event(
        event.envelope().source().tenant(),
        event.envelope().source().source(),
        event.envelope().sequence(),
        event.envelope().id(),
        event.type(),
        key == null ? null : key.domain(),
        key == null ? null : key.id(),
        base == null ? null : base.toString(),
        change == null ? null : change.basis().changed(),
        data(event),
        answer);
  }

  private static @Nullable String data(ChangeEvent event) {
    if (event instanceof RecordChange change) {
      return text(change.data().bytes());
    }
    return event instanceof RecordRead read ? text(read.data().bytes()) : "{}";
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static List<Entry> log(Run run) {
    List<Entry> log = new ArrayList<>();
    for (int partition = 0; partition < World.PARTITIONS; partition++) {
      for (LogRecord record : run.partition(partition)) {
        log.add(
            new Entry(
                partition,
                record.position().offset(),
                record.appendTime().toEpochMilli(),
                record.message().key(),
                headers(record),
                record.message().value()));
      }
    }
    return log;
  }

  private static List<Entry.Header> headers(LogRecord record) {
    return record.message().headers().stream()
        .map(header -> new Entry.Header(header.name(), header.value()))
        .toList();
  }

  private static Tables tables(Run run) {
    MemoryTables tables = run.store().tables();
    Map<Integer, Long> next = new HashMap<>();
    tables.positions.all().forEach((partition, at) -> next.put(partition, at.nextOffset()));
    MemoryStates states = new MemoryStates(tables, new LogPartition((short) 1, 0), World.BLUEPRINT);
    List<Tables.State> decided = new ArrayList<>();
    List<Tables.Row> rows = new ArrayList<>();
    tables
        .states
        .all()
        .forEach(
            (key, row) -> {
              decided.add(state(key, row.state()));
              var document = states.read(key);
              if (document != null && row.written() != null) {
                rows.add(new Tables.Row(name(key), row.written().offset(), text(document.bytes())));
              }
            });
    List<Tables.Parked> parked =
        tables.parked.values().stream()
            .map(row -> row.write())
            .map(one -> new Tables.Parked(name(one.key()), one.offset(), one.document()))
            .toList();
    List<Place> held = tables.held.all().keySet().stream().map(CheckerJudge::place).toList();
    return new Tables(
        0, true, next, decided, rows, parked, held, tables.sides(), sources(tables), null);
  }

  private static List<Tables.Source> sources(MemoryTables tables) {
    List<Tables.Source> sources = new ArrayList<>();
    tables
        .sources
        .all()
        .forEach(
            (key, row) ->
                sources.add(
                    new Tables.Source(
                        new SourceName(key.tenant(), key.source()),
                        row.last(),
                        row.count(),
                        holes(row))));
    return sources;
  }

  private static List<Long> holes(SourceRow row) {
    return row.holes().stream().flatMap(h -> List.of(h.from(), h.to()).stream()).toList();
  }

  private static Tables.State state(RecordKey key, RecordState state) {
    Map<String, Long> reflects = new HashMap<>();
    state
        .reflects()
        .forEach(
            (source, known) -> {
              if (known.sequence() > 0) {
                reflects.put(source, known.sequence());
              }
            });
    Digest digest = state.digest();
    Position position = state.position();
    Position held = state.heldSince();
    return new Tables.State(
        name(key),
        position == null ? null : place(position),
        digest == null ? Content.NONE : new Content.Digest(digest.hex()),
        state.source(),
        state.revision(),
        reflects,
        held == null ? null : held.offset());
  }

  private static RecordName name(RecordKey key) {
    return new RecordName(key.tenant(), key.domain(), key.id());
  }

  private static Place place(Position position) {
    return new Place(position.partition(), position.offset());
  }
}
