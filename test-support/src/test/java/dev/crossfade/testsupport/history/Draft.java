package dev.crossfade.testsupport.history;

import dev.crossfade.testsupport.history.Tables.Conflict;
import dev.crossfade.testsupport.history.Tables.Decision;
import dev.crossfade.testsupport.history.Tables.Parked;
import dev.crossfade.testsupport.history.Tables.Row;
import dev.crossfade.testsupport.history.Tables.Source;
import dev.crossfade.testsupport.history.Tables.State;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A history that can still be changed. */
final class Draft {
  final Rules rules;
  final List<Sent> sent = new ArrayList<>();
  final List<Read> reads = new ArrayList<>();
  final List<Entry> log = new ArrayList<>();
  final Map<Integer, Long> next = new LinkedHashMap<>();
  final Map<RecordName, State> states = new LinkedHashMap<>();
  final Map<RecordName, Row> rows = new LinkedHashMap<>();
  final List<Parked> parked = new ArrayList<>();
  final List<Place> held = new ArrayList<>();
  final List<Conflict> conflicts = new ArrayList<>();
  final Map<SourceName, Source> sources = new LinkedHashMap<>();
  final List<Decision> decisions = new ArrayList<>();
  final List<History.Commit> commits = new ArrayList<>();
  long takenAt;

  Draft(Rules rules) {
    this.rules = rules;
  }

  History history() {
    Tables tables =
        new Tables(
            takenAt,
            true,
            next,
            states.values(),
            rows.values(),
            parked,
            held,
            conflicts,
            sources.values(),
            decisions);
    return new History(rules, sent, reads, log, tables, commits);
  }
}
