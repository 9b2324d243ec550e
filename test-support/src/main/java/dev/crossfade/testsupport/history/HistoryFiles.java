package dev.crossfade.testsupport.history;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A history as a directory of files with a JSON object a line: {@code rules}, {@code sent}, {@code
 * reads}, {@code log}, {@code tables} and {@code commits} {@code .jsonl}. Read back, what is long
 * stays in its file and is gone through line by line.
 */
public final class HistoryFiles {
  static final JsonMapper JSON = JsonMapper.builder().build();

  private HistoryFiles() {}

  /** Writes one; files of the same names are replaced. */
  public static void write(Path directory, History history) throws IOException {
    Files.createDirectories(directory);
    write(directory.resolve("rules.jsonl"), List.of(history.rules()), HistoryFiles::line);
    write(directory.resolve("sent.jsonl"), history.sent(), SentLines::line);
    write(directory.resolve("reads.jsonl"), history.reads(), ReadLines::line);
    write(directory.resolve("log.jsonl"), history.log(), SentLines::line);
    write(directory.resolve("tables.jsonl"), TableLines.lines(history.tables()), line -> line);
    write(directory.resolve("commits.jsonl"), history.commits(), HistoryFiles::line);
  }

  private static <T> void write(Path file, Iterable<T> all, Function<T, ObjectNode> form)
      throws IOException {
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      for (T one : all) {
        out.write(form.apply(one).toString());
        out.write('\n');
      }
    }
  }

  /**
   * Reads one. What cannot be read shows as an {@link UncheckedIOException} while it is checked.
   */
  public static History read(Path directory) throws IOException {
    List<History.Commit> commits = new ArrayList<>();
    lines(directory.resolve("commits.jsonl"), HistoryFiles::commit).forEach(commits::add);
    return new History(
        lines(directory.resolve("rules.jsonl"), HistoryFiles::rules).iterator().next(),
        lines(directory.resolve("sent.jsonl"), SentLines::sent),
        lines(directory.resolve("reads.jsonl"), ReadLines::read),
        lines(directory.resolve("log.jsonl"), SentLines::entry),
        TableLines.read(directory.resolve("tables.jsonl")),
        commits);
  }

  /** Gone through anew each time. */
  static <T> Iterable<T> lines(Path file, Function<JsonNode, T> form) {
    return () -> {
      try {
        BufferedReader reader = Files.newBufferedReader(file);
        Stream<T> all = reader.lines().map(line -> form.apply(JSON.readTree(line)));
        return closing(all.iterator(), reader);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    };
  }

  /** Closes the reader behind the last line. */
  private static <T> Iterator<T> closing(Iterator<T> lines, BufferedReader reader) {
    return new Iterator<>() {
      private boolean more = true;

      @Override
      public boolean hasNext() {
        if (!more) {
          return false;
        }
        more = lines.hasNext();
        if (!more) {
          try {
            reader.close();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        }
        return more;
      }

      @Override
      public T next() {
        return lines.next();
      }
    };
  }

  private static ObjectNode line(History.Commit commit) {
    return JSON.createObjectNode()
        .put("partition", commit.partition())
        .put("from", commit.from())
        .put("to", commit.to())
        .put("worker", commit.worker());
  }

  private static History.Commit commit(JsonNode line) {
    return new History.Commit(
        line.path("partition").intValue(),
        line.path("from").longValue(),
        line.path("to").longValue(),
        line.path("worker").stringValue());
  }

  private static ObjectNode line(Rules rules) {
    ObjectNode line = JSON.createObjectNode().put("partitions", rules.partitions());
    rules.blueprints().forEach(line.putArray("blueprints")::add);
    ObjectNode domains = line.putObject("domains");
    rules
        .domains()
        .forEach(
            (name, domain) -> {
              ObjectNode one = domains.putObject(name).put("policy", domain.policy().name());
              ObjectNode fields = one.putObject("fields");
              domain.fields().forEach((field, policy) -> fields.put(field, policy.name()));
            });
    return line;
  }

  private static Rules rules(JsonNode line) {
    Set<String> blueprints = new HashSet<>();
    line.path("blueprints").forEach(digest -> blueprints.add(digest.stringValue()));
    Map<String, Rules.Domain> domains = new HashMap<>();
    for (var domain : line.path("domains").properties()) {
      Map<String, Rules.Policy> fields = new HashMap<>();
      for (var field : domain.getValue().path("fields").properties()) {
        fields.put(field.getKey(), policy(field.getValue()));
      }
      domains.put(
          domain.getKey(), new Rules.Domain(policy(domain.getValue().path("policy")), fields));
    }
    return new Rules(line.path("partitions").intValue(), blueprints, domains);
  }

  private static Rules.Policy policy(JsonNode name) {
    return Rules.Policy.valueOf(name.stringValue());
  }
}
