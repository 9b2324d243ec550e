package dev.crossfade.standalone.load;

import dev.crossfade.core.json.Json;
import java.io.IOException;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Sends records as one snapshot, in parts of which one is on its way while the next is read. What
 * was acknowledged to an earlier run of the same load is read again and not sent. Holds two parts
 * and a count for each tenant and domain, however many records there are. Confined to one thread.
 */
public final class Load {
  // The most issues that the service names in an answer.
  private static final int ISSUES_LISTED = 100;
  private static final String NDJSON = "application/x-ndjson";

  private final SnapshotClient client;
  private final LoadSettings settings;
  private final @Nullable StateFile state;
  private final LoadListener listener;
  private final InstantSource clock;
  private final Tally tally = new Tally();
  // A line that leaves the tenant to the token counts under the empty name.
  private final Map<String, Map<String, Long>> ends = new TreeMap<>();
  private long read;

  /**
   * @param state null to forget everything at the end of the process
   */
  public Load(
      SnapshotClient client,
      LoadSettings settings,
      @Nullable StateFile state,
      LoadListener listener,
      InstantSource clock) {
    this.client = client;
    this.settings = settings;
    this.state = state;
    this.listener = listener;
    this.clock = clock;
  }

  /**
   * Says before it runs that the tenant's records of this domain are read, even if there are none.
   *
   * @param tenant null where the token names it
   */
  public void expect(@Nullable String tenant, String domain) {
    ends.computeIfAbsent(tenant == null ? "" : tenant, t -> new TreeMap<>()).put(domain, 0L);
  }

  /**
   * What became of it.
   *
   * @param snapshot null for a dry run
   * @param last the answer to the last request: the audits, where the server tells them
   */
  public record Result(@Nullable String snapshot, Tally tally, JsonNode last) {}

  /**
   * Reads and sends everything; what is rejected holds nothing else back.
   *
   * @param opener is called when the snapshot is open
   * @throws UnreachableException when the server cannot be reached; the same load goes on later
   * @throws RefusedException when the server refuses a request as a whole
   * @throws IOException when the records cannot be read
   */
  public Result run(RecordSource.Opener opener) throws IOException, InterruptedException {
    Map<String, String> query = settings.query();
    StateFile.Begun begun = null;
    if (!settings.dryRun()) {
      begun = begin();
      query.put("snapshot", begun.snapshot());
      if (begun.asOf() != null) {
        query.put("asOf", begun.asOf());
      }
      query.put("takenAt", begun.takenAt());
      query.put("more", "true");
    }
    Sender sender = new Sender(query);
    try (sender;
        RecordSource source = opener.open()) {
      listener.reading(source.total());
      Part.Builder parts = new Part.Builder(settings.batch());
      for (SourceRecord next = source.next(); next != null; next = source.next()) {
        take(next, parts, sender);
      }
      if (!parts.isEmpty()) {
        sender.offer(parts.take());
      }
      sendEnds(parts, sender);
      sender.settle();
    }
    if (state != null && begun != null) {
      state.finish();
    }
    return new Result(begun == null ? null : begun.snapshot(), tally, sender.last);
  }

  private StateFile.Begun begin() throws IOException, InterruptedException {
    Optional<StateFile.Begun> known = state == null ? Optional.empty() : state.begun();
    if (known.isPresent()) {
      listener.opened(known.get().snapshot(), true);
      return known.get();
    }
    Map<String, String> query = new LinkedHashMap<>();
    query.put("source", settings.source());
    query.put("open", "true");
    JsonNode opened = client.post(query, NDJSON, new byte[0]);
    if (!opened.path("snapshot").isString()) {
      throw new IOException("The server opened a snapshot and did not name it.");
    }
    String asOf = settings.asOf();
    if (settings.sequence() == null && settings.readAfterOpening()) {
      asOf = opened.path("asOf").isString() ? opened.path("asOf").stringValue() : null;
    }
    var begun =
        new StateFile.Begun(
            opened.path("snapshot").stringValue(),
            asOf,
            clock.instant().truncatedTo(ChronoUnit.MILLIS).toString());
    if (state != null) {
      state.begin(begun);
    }
    listener.opened(begun.snapshot(), false);
    return begun;
  }

  private void take(SourceRecord next, Part.Builder parts, Sender sender)
      throws IOException, InterruptedException {
    read++;
    switch (next) {
      case SourceRecord.Line line -> {
        String domain = line.domain();
        if (domain != null) {
          String tenant = line.tenant() == null ? "" : line.tenant();
          ends.computeIfAbsent(tenant, t -> new TreeMap<>()).merge(domain, 1L, Long::sum);
        }
        parts.add(line.bytes());
        if (parts.isFull()) {
          sender.offer(parts.take());
        }
      }
      case SourceRecord.Unreadable row -> {
        tally.addUnreadable(row);
        ObjectNode issue = JsonNodeFactory.instance.objectNode().put("type", "unreadable_row");
        listener.issue(
            issue.put("domain", row.domain()).put("row", row.row()).put("detail", row.detail()));
      }
    }
    listener.progress(read, tally);
  }

  /** Says of each tenant that nothing more comes, and how many records it had. */
  private void sendEnds(Part.Builder parts, Sender sender)
      throws IOException, InterruptedException {
    if (settings.dryRun()) {
      return;
    }
    sender.settle();
    for (Map.Entry<String, Map<String, Long>> each : ends.entrySet()) {
      ObjectNode line = JsonNodeFactory.instance.objectNode();
      if (!each.getKey().isEmpty()) {
        line.put("tenant", each.getKey());
      }
      ObjectNode counts = line.putObject("end");
      // A domain that the server does not know would keep the tenant from ending.
      each.getValue()
          .forEach(
              (domain, count) -> {
                if (tally.domains().has(domain)) {
                  counts.put(domain, count);
                }
              });
      tally.sawTenant(each.getKey());
      parts.add(Json.MAPPER.writeValueAsBytes(line));
      if (parts.isFull()) {
        sender.offerEnds(parts.take());
      }
    }
    if (!parts.isEmpty()) {
      sender.offerEnds(parts.take());
    }
  }

  /** Sends one part at a time, in order, while the next is read. */
  private final class Sender implements AutoCloseable {
    private final ExecutorService thread =
        Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("snapshot-sender").factory());
    private final Map<String, String> query;
    private @Nullable OnTheWay onTheWay;
    private JsonNode last = JsonNodeFactory.instance.objectNode();

    Sender(Map<String, String> query) {
      this.query = query;
    }

    private record OnTheWay(Part part, int records, Future<JsonNode> answer) {}

    void offer(Part part) throws IOException, InterruptedException {
      offer(part, part.lines());
    }

    void offerEnds(Part part) throws IOException, InterruptedException {
      offer(part, 0);
    }

    private void offer(Part part, int records) throws IOException, InterruptedException {
      settle();
      if (state != null && !settings.dryRun()) {
        Optional<ObjectNode> known = state.answer(part);
        if (known.isPresent()) {
          tally.addAgain(known.get());
          return;
        }
      }
      Map<String, String> parameters = new LinkedHashMap<>(query);
      if (!settings.dryRun()) {
        parameters.put("part", Integer.toString(part.number()));
      }
      onTheWay =
          new OnTheWay(
              part, records, thread.submit(() -> client.post(parameters, NDJSON, part.bytes())));
    }

    /** Waits for the part that is on its way. */
    void settle() throws IOException, InterruptedException {
      OnTheWay waited = onTheWay;
      if (waited == null) {
        return;
      }
      onTheWay = null;
      JsonNode answer = answer(waited.answer());
      ObjectNode kept = tally.add(answer, waited.records());
      if (state != null && !settings.dryRun()) {
        state.acknowledge(waited.part(), kept);
      }
      last = answer;
      tell(waited.part(), answer);
    }

    private void tell(Part part, JsonNode answer) throws IOException, InterruptedException {
      boolean untold = answer.path("issues").size() < Tally.rejected(answer);
      if (!untold || !listener.wantsAllIssues()) {
        tell(part.firstRow(), answer);
        return;
      }
      // So few at a time that the answer has room for each; nothing of these requests is kept.
      Map<String, String> parameters = settings.query();
      parameters.put("dryRun", "true");
      long row = part.firstRow();
      for (byte[] some : part.pieces(ISSUES_LISTED)) {
        tell(row, client.post(parameters, NDJSON, some));
        row += ISSUES_LISTED;
      }
    }

    private void tell(long firstRow, JsonNode answer) {
      for (JsonNode issue : answer.path("issues")) {
        ObjectNode told = ((ObjectNode) issue).deepCopy();
        if (issue.path("line").isNumber()) {
          told.remove("line");
          told.put("row", firstRow + issue.path("line").asLong() - 1);
        }
        listener.issue(told);
      }
    }

    private static JsonNode answer(Future<JsonNode> future)
        throws IOException, InterruptedException {
      try {
        return future.get();
      } catch (ExecutionException e) {
        switch (e.getCause()) {
          case IOException io -> throw io;
          case InterruptedException interrupted -> throw interrupted;
          case RuntimeException fault -> throw fault;
          case null, default -> throw new IllegalStateException(e);
        }
      }
    }

    @Override
    public void close() {
      thread.shutdownNow();
    }
  }
}
