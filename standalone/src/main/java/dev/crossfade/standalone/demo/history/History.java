package dev.crossfade.standalone.demo.history;

import dev.crossfade.standalone.demo.history.WrittenEvent.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What all writers sent and were answered, in one order: each entry has a number of its own. Kept
 * in memory, and in a file of JSON lines from which another process can read it again. What this
 * says of the tables is derived from the answers alone. Thread-safe.
 *
 * <p>It relies on two things that the writers keep to: a record is written by one source only, and
 * a source has one request outstanding.
 */
public final class History implements AutoCloseable {
  private final @Nullable HistoryFile file;
  private final Map<EventName, Trace> events = new HashMap<>();
  private final Map<List<String>, RecordTraces> records = new LinkedHashMap<>();
  private long count;
  private long requests;
  private long acknowledged;

  private record EventName(String tenant, String source, String id) {}

  private History(@Nullable HistoryFile file) {
    this.file = file;
  }

  /** A history in memory only. */
  public static History inMemory() {
    return new History(null);
  }

  /** A history that is written to a file too, made anew with its directories. */
  public static History writing(Path file) throws IOException {
    return new History(HistoryFile.create(file));
  }

  /** The history in a file; a last line that was cut off is left out. */
  public static History read(Path file) throws IOException {
    History history = new History(null);
    HistoryFile.read(file, history);
    return history;
  }

  /** A number for a request. */
  public synchronized long nextRequest() {
    return ++requests;
  }

  /** Called before each attempt to send these events of one source. */
  public synchronized void sent(long request, List<WrittenEvent> sent) {
    count++;
    for (int i = 0; i < sent.size(); i++) {
      WrittenEvent event = sent.get(i);
      Trace trace = events.get(name(event));
      if (trace == null) {
        trace = new Trace(event, count, request, i);
        remember(event, trace);
        if (file != null) {
          file.first(event);
        }
      }
      trace.sent();
    }
    if (file != null) {
      file.sent(request, sent);
    }
  }

  private void remember(WrittenEvent event, Trace trace) {
    events.put(name(event), trace);
    RecordTraces record = recordOf(event);
    if (record != null) {
      record.add(trace);
    }
  }

  private @Nullable RecordTraces recordOf(WrittenEvent event) {
    var record = event.record();
    return record == null
        ? null
        : records.computeIfAbsent(
            List.of(
                event.tenant(),
                record.domain(),
                canonicalId(record.id()),
                record.source() == null ? "" : record.source()),
            key -> new RecordTraces(event.tenant(), record));
  }

  /**
   * Called with each answer that says something of the events, in their order.
   *
   * @param positions null where the event was refused
   */
  public synchronized void answered(
      long request, List<WrittenEvent> sent, List<@Nullable String> positions) {
    count++;
    for (int i = 0; i < sent.size(); i++) {
      Trace trace = events.get(name(sent.get(i)));
      if (trace == null) {
        throw new IllegalStateException("an answer to what was never sent");
      }
      String position = positions.get(i);
      if (position == null) {
        trace.refused();
      } else {
        acknowledged += trace.acknowledged() ? 0 : 1;
        trace.acknowledged(count, position);
        RecordTraces record = recordOf(trace.event());
        if (record != null) {
          record.acknowledged(trace);
        }
      }
    }
    if (file != null) {
      file.answered(request, sent, positions);
    }
  }

  @Nullable WrittenEvent event(String tenant, String source, String id) {
    Trace trace = events.get(new EventName(tenant, source, id));
    return trace == null ? null : trace.event();
  }

  /** How many distinct events are acknowledged. */
  public synchronized long acknowledged() {
    return acknowledged;
  }

  /** What must be in the tables, for each record that an event named. */
  public synchronized List<RecordExpectation> records() {
    return records.values().stream().map(RecordTraces::expectation).toList();
  }

  /**
   * What a source holds now: of each of its records that is there the event that made it so. To be
   * asked while nothing of the source is under way.
   */
  public synchronized List<WrittenEvent> store(String tenant, String source) {
    return records.values().stream()
        .map(RecordTraces::present)
        .filter(event -> event != null)
        .filter(event -> event.tenant().equals(tenant) && event.source().equals(source))
        .toList();
  }

  /** Somebody else made the record once more what it is: that moves it, too. */
  public synchronized void repaired(String tenant, String domain, String id) {
    records.values().stream()
        .filter(record -> record.is(tenant, domain, History::canonicalId, canonicalId(id)))
        .forEach(RecordTraces::repaired);
  }

  /** What must be known of the sources. */
  public synchronized List<SourceExpectation> sources() {
    Map<List<String>, TreeSet<Long>> numbers = new LinkedHashMap<>();
    for (Trace trace : events.values()) {
      if (trace.acknowledged()) {
        WrittenEvent event = trace.event();
        numbers
            .computeIfAbsent(List.of(event.tenant(), event.source()), key -> new TreeSet<>())
            .add(event.sequence());
      }
    }
    List<SourceExpectation> sources = new ArrayList<>();
    numbers.forEach(
        (key, used) ->
            sources.add(new SourceExpectation(key.get(0), key.get(1), used.last(), missing(used))));
    return sources;
  }

  private static List<Long> missing(SortedSet<Long> used) {
    List<Long> missing = new ArrayList<>();
    long next = 1;
    for (long number : used) {
      while (next < number) {
        missing.add(next++);
      }
      next = number + 1;
    }
    return missing;
  }

  /** How many acknowledged events were of this kind. */
  public synchronized long acknowledged(Kind kind) {
    return events.values().stream()
        .filter(trace -> trace.acknowledged() && trace.event().kind() == kind)
        .count();
  }

  /** A UUID of either case is one id; any other text stands for itself. */
  private static String canonicalId(String id) {
    if (id.length() != 36) {
      return id;
    }
    try {
      String lower = id.toLowerCase(Locale.ROOT);
      return UUID.fromString(lower).toString().equals(lower) ? lower : id;
    } catch (IllegalArgumentException e) {
      return id;
    }
  }

  private static EventName name(WrittenEvent event) {
    return new EventName(event.tenant(), event.source(), event.id());
  }

  /** Writes out what is buffered. */
  @Override
  public void close() throws IOException {
    if (file != null) {
      file.close();
    }
  }
}
