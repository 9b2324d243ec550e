package dev.crossfade.core.compatibility;

import dev.crossfade.core.blueprint.Problem;
import dev.crossfade.core.json.Digest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Checks one domain's schema and its {@code upcast} entries against the published ones. */
final class VersionsCheck {
  private static final String FILE = "blueprint.yaml";

  private final String domain;
  private final int before;
  private final int now;
  private final List<Problem> problems = new ArrayList<>();

  /**
   * @param before the published schemaVersion
   * @param now the next one
   */
  VersionsCheck(String domain, int before, int now) {
    this.domain = domain;
    this.before = before;
    this.now = now;
  }

  /**
   * @param published the domain's JSON form, its schemas inlined
   * @param next the same of the next blueprint
   */
  List<Problem> run(JsonNode published, JsonNode next) {
    for (JsonNode entry : published.path("upcast")) {
      kept(entry, next);
    }
    for (JsonNode entry : next.path("upcast")) {
      added(entry, published);
    }
    schema(published, next);
    return problems;
  }

  private void kept(JsonNode entry, JsonNode next) {
    int from = entry.path("from").asInt(0);
    String path = "domains." + domain + ".upcast." + from;
    JsonNode same = null;
    for (JsonNode other : next.path("upcast")) {
      same = other.path("from").asInt(0) == from ? other : same;
    }
    if (same == null) {
      problem(path, "the entry for version " + from + " is gone: what was published stays.");
    } else if (!Digest.of(same).equals(Digest.of(entry))) {
      problem(
          path,
          "the entry for version %d is another than the published one: its schema and steps never"
                  .formatted(from)
              + " change. Restore it; new changes get a new entry.");
    }
  }

  /** Records of the published version, and of those that had its shape, keep that shape. */
  private void added(JsonNode entry, JsonNode published) {
    int from = entry.path("from").asInt(0);
    boolean old = false;
    for (JsonNode other : published.path("upcast")) {
      old |= other.path("from").asInt(0) == from;
    }
    if (!old && from < before) {
      problem(
          "domains." + domain + ".upcast." + from,
          "is new, but records of version %d were published without it: a new entry is from: %d."
              .formatted(from, before));
    }
  }

  private void schema(JsonNode published, JsonNode next) {
    JsonNode entry = now > before ? entryFor(next) : null;
    List<Narrowing> narrower =
        SchemaComparison.narrowings(published.path("schema"), next.path("schema"));
    if (entry == null) {
      String wayOut =
          now > before
              ? " Add an upcast entry from: %d that says how such records become present ones."
                  .formatted(before)
              : " Allow it again, or raise schemaVersion and add an upcast entry from: %d that says"
                      .formatted(before)
                  + " how such records become present ones.";
      narrower.forEach(each -> problem(place("schema", each), each.sentence() + wayOut));
      return;
    }
    for (Narrowing each :
        SchemaComparison.narrowings(published.path("schema"), entry.path("schema"))) {
      problem(
          place("upcast." + entry.path("from").asInt(0) + ".schema", each),
          each.sentence()
              + " The entry stands for records of version %d, so its schema must take all that was"
                  .formatted(before)
              + " published.");
    }
  }

  /** The entry that records of the published version go through; null when there is none. */
  private @Nullable JsonNode entryFor(JsonNode next) {
    JsonNode found = null;
    int best = Integer.MAX_VALUE;
    for (JsonNode entry : next.path("upcast")) {
      int from = entry.path("from").asInt(0);
      if (from >= before && from < best) {
        best = from;
        found = entry;
      }
    }
    return found;
  }

  private String place(String within, Narrowing narrowing) {
    return "domains." + domain + "." + within + narrowing.path();
  }

  private void problem(String path, String sentence) {
    problems.add(new Problem(FILE, path, sentence));
  }
}
