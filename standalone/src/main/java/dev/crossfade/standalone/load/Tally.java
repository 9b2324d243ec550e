package dev.crossfade.standalone.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What the server said of the parts of a load, added up. Confined to one thread. */
public final class Tally {
  private static final int SHOWN = 100;
  private static final List<String> COUNTS = List.of("records", "mapped", "rejected");

  private final ObjectNode domains = JsonNodeFactory.instance.objectNode();
  private final ArrayNode issues = JsonNodeFactory.instance.arrayNode();
  private final Map<String, Integer> tenants = new TreeMap<>();
  private final List<SourceRecord.Unreadable> unreadable = new ArrayList<>();
  private long unreadableRows;
  private final Map<String, Long> unattributed = new TreeMap<>();
  private long lines;
  private long repeated;
  private @Nullable String position;

  /** Adds an answer; returns what of it has to be remembered to add it again. */
  ObjectNode add(JsonNode answer, int lineCount) {
    ObjectNode kept = JsonNodeFactory.instance.objectNode();
    ObjectNode keptDomains = kept.putObject("domains");
    for (Map.Entry<String, JsonNode> each : answer.path("domains").properties()) {
      ObjectNode counts = keptDomains.putObject(each.getKey());
      addCounts(each.getValue(), counts);
      addCounts(each.getValue(), domains.withObject("/" + pointer(each.getKey())));
    }
    // Lines that count in no domain, by reason.
    for (Map.Entry<String, JsonNode> reason : answer.path("unreadable").properties()) {
      ObjectNode again = kept.withObject("/unreadable");
      again.put(reason.getKey(), reason.getValue().asLong());
      unattributed.merge(reason.getKey(), reason.getValue().asLong(), Long::sum);
    }
    kept.put("lines", lineCount);
    lines += lineCount;
    if (answer.path("position").isString()) {
      position = answer.path("position").stringValue();
    }
    for (JsonNode issue : answer.path("issues")) {
      if (issues.size() < SHOWN) {
        issues.add(issue);
      }
    }
    return kept;
  }

  private static String pointer(String name) {
    return name.replace("~", "~0").replace("/", "~1");
  }

  /** How many lines an answer says were not taken. */
  static long rejected(JsonNode answer) {
    long rejected = 0;
    for (JsonNode counts : answer.path("domains")) {
      rejected += counts.path("rejected").asLong();
    }
    for (JsonNode count : answer.path("unreadable")) {
      rejected += count.asLong();
    }
    return rejected;
  }

  private static void addCounts(JsonNode from, ObjectNode to) {
    for (String count : COUNTS) {
      to.put(count, to.path(count).asLong(0) + from.path(count).asLong(0));
    }
    for (Map.Entry<String, JsonNode> reason : from.path("reasons").properties()) {
      ObjectNode reasons = to.withObject("/reasons");
      String name = reason.getKey();
      reasons.put(name, reasons.path(name).asLong(0) + reason.getValue().asLong(0));
    }
  }

  /** Counts a part that an earlier run sent. */
  void addAgain(JsonNode kept) {
    int count = kept.path("lines").asInt();
    add(kept, count);
    repeated += count;
  }

  void addUnreadable(SourceRecord.Unreadable row) {
    unreadableRows++;
    if (unreadable.size() < SHOWN) {
      unreadable.add(row);
    }
  }

  void sawTenant(@Nullable String tenant) {
    tenants.merge(tenant == null ? "" : tenant, 1, Integer::sum);
  }

  /** By domain: records, mapped, rejected and, where there are any, reasons. */
  public ObjectNode domains() {
    return domains;
  }

  /** The first 100 things that were wrong with single records. */
  public ArrayNode issues() {
    return issues;
  }

  /** The first 100 records that could not even be sent. */
  public List<SourceRecord.Unreadable> unreadable() {
    return List.copyOf(unreadable);
  }

  /** Lines that the server could not attribute to a domain, by reason. */
  public Map<String, Long> unattributed() {
    return Map.copyOf(unattributed);
  }

  /** The number of records that could not be sent. */
  public long unreadableRows() {
    return unreadableRows;
  }

  /** Records that the server did not take, and those that could not be sent. */
  public long rejected() {
    long rejected = unreadableRows;
    for (long count : unattributed.values()) {
      rejected += count;
    }
    for (JsonNode counts : domains) {
      rejected += counts.path("rejected").asLong();
    }
    return rejected;
  }

  /** Records sent, by this run or an earlier one of the same snapshot. */
  public long lines() {
    return lines;
  }

  /** Records that an earlier run had sent, and that were not sent again. */
  public long repeated() {
    return repeated;
  }

  /** The tenants met. */
  public int tenants() {
    return tenants.size();
  }

  /** The last position that an answer named; null for none. */
  public @Nullable String position() {
    return position;
  }
}
