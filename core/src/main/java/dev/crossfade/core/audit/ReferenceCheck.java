package dev.crossfade.core.audit;

import dev.crossfade.core.audit.AuditReport.Kind;
import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.core.blueprint.Domain;
import dev.crossfade.core.blueprint.Reference;
import dev.crossfade.core.json.Document;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Which records there are, and which of those that they refer to are not, or refer back. Gives up
 * when it would need more memory than it may.
 */
final class ReferenceCheck {
  /** Texts are ids and pointers; for each that is counted there may be as many bytes of them. */
  private static final int TEXT_BYTES = 32;

  private final List<String> domains = new ArrayList<>();
  private final Map<String, Integer> numbers = new HashMap<>();
  private final MessageDigest digest = Fingerprint.sha256();
  private final CircularDomains circular;
  private final int bound;
  private FingerprintSet sound = new FingerprintSet();
  private FingerprintSet broken = new FingerprintSet();
  private PendingReferences pending = new PendingReferences();
  private ReferenceGraph graph = new ReferenceGraph();
  private boolean complete = true;

  ReferenceCheck(Blueprint blueprint, int bound) {
    for (Domain domain : blueprint.domains()) {
      numbers.put(domain.name(), domains.size());
      domains.add(domain.name());
    }
    this.circular = new CircularDomains(blueprint);
    this.bound = bound;
  }

  /** Whether everything fitted so far. */
  boolean complete() {
    return complete;
  }

  /** The memory it takes, without the few objects around. */
  long bytes() {
    return sound.bytes() + broken.bytes() + pending.bytes() + graph.bytes();
  }

  /** A record with its references; false when there is one of this id, whose references count. */
  boolean add(String domain, String id, Domain of, Document document) {
    if (!complete) {
      return true;
    }
    int number = number(domain);
    Fingerprint own = Fingerprint.of(digest, number, id);
    if (!sound.add(own)) {
      return false;
    }
    for (Reference reference : of.mapping().references(document)) {
      int target = number(reference.domain());
      Fingerprint wanted = Fingerprint.of(digest, target, reference.id());
      if (!isKnown(wanted.high(), wanted.low())) {
        pending.add(number, id, reference.pointer(), target, reference.id(), wanted);
      }
      if (circular.closes(domain, reference.domain())) {
        graph.add(number, id, own, wanted);
      }
    }
    keepWithinBounds();
    return true;
  }

  /** A record that is there, but is not sound. */
  void addBroken(String domain, String id) {
    if (complete) {
      broken.add(Fingerprint.of(digest, number(domain), id));
      keepWithinBounds();
    }
  }

  private int number(String domain) {
    Integer number = numbers.get(domain);
    if (number == null) {
      throw new IllegalArgumentException("the blueprint has no domain " + domain);
    }
    return number;
  }

  private boolean isKnown(long high, long low) {
    return sound.contains(high, low) || broken.contains(high, low);
  }

  private void keepWithinBounds() {
    if (fits(1)) {
      return;
    }
    pending.settle(this::isKnown);
    // With little room left it would settle again and again.
    if (!fits(7.0 / 8)) {
      complete = false;
      sound = new FingerprintSet();
      broken = new FingerprintSet();
      pending = new PendingReferences();
      graph = new ReferenceGraph();
    }
  }

  private boolean fits(double share) {
    long counted = (long) sound.size() + broken.size() + pending.size() + graph.edges();
    long texts = (long) pending.textBytes() + graph.textBytes();
    return counted <= bound * share && texts <= (double) TEXT_BYTES * bound * share;
  }

  /** Tells what leads nowhere, and what leads in a circle. */
  void report(AuditReport report) {
    pending.left(
        this::isKnown,
        (domain, recordId, pointer, target, id) -> {
          String name = domains.get(domain);
          report.tally(name).gap();
          ObjectNode entry = report.of(Kind.ORPHANED).next(name, recordId);
          if (entry != null) {
            entry.put("pointer", pointer).put("to", domains.get(target)).put("id", id);
          }
        });
    if (graph.size() > 0) {
      Circles circles = new Circles(graph.starts(), graph.resolved());
      circles.find(Findings.LISTED, Findings.LISTED, (size, nodes) -> circle(size, nodes, report));
    }
  }

  private void circle(int size, List<Integer> nodes, AuditReport report) {
    String first = domains.get(graph.domain(nodes.getFirst()));
    report.tally(first).gap();
    ObjectNode entry = report.of(Kind.CIRCULAR).next();
    if (entry == null) {
      return;
    }
    entry.put("domain", first);
    ArrayNode records = entry.putArray("records");
    List<String> names = new ArrayList<>();
    for (int node : nodes) {
      records.add(graph.id(node));
      names.add(domains.get(graph.domain(node)));
    }
    if (names.stream().anyMatch(name -> !name.equals(first))) {
      ArrayNode each = entry.putArray("domains");
      names.forEach(each::add);
    }
    if (size > nodes.size()) {
      entry.put("length", size);
    }
  }
}
