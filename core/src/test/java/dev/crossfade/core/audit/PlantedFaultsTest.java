package dev.crossfade.core.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossfade.core.blueprint.Domain;
import dev.crossfade.core.json.Document;
import dev.crossfade.core.json.Json;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Faults put into sound random stores: the audit tells exactly these, whatever the order. */
class PlantedFaultsTest {

  /** A record of the store; where it is broken, the audit is told so instead. */
  private record Planted(Domain domain, String id, ObjectNode document, boolean broken) {}

  /** A store and the faults that are in it, as texts. */
  private static final class Store {
    private final Random random;
    private final List<Planted> records = new ArrayList<>();
    private final List<Planted> again = new ArrayList<>();
    private final Set<String> faults = new HashSet<>();
    private int ids;

    Store(long seed) {
      this.random = new Random(seed);
    }

    private ObjectNode put(Domain domain, boolean broken) {
      String id = domain == Desk.USERS ? "" + ids++ : "id-" + ids++;
      ObjectNode document = Json.MAPPER.createObjectNode();
      if (domain == Desk.USERS) {
        document.put("id", ids - 1);
      } else {
        document.put("id", id);
      }
      records.add(new Planted(domain, id, document, broken));
      return document;
    }

    private String any(Domain domain) {
      List<Planted> all = records.stream().filter(each -> each.domain() == domain).toList();
      return all.get(random.nextInt(all.size())).id();
    }

    private int anyUser() {
      return Integer.parseInt(any(Desk.USERS));
    }

    private ObjectNode folder() {
      return put(Desk.FOLDERS, false);
    }

    private ObjectNode note() {
      return put(Desk.NOTES, false).put("folderId", any(Desk.FOLDERS)).put("ownerId", anyUser());
    }

    /** Sound: each folder lies in an older one, and no user has a favourite. */
    void fill() {
      put(Desk.USERS, false);
      folder();
      for (int i = random.nextInt(40); i > 0; i--) {
        switch (random.nextInt(4)) {
          case 0 -> put(Desk.USERS, false);
          case 1 -> {
            String parent = any(Desk.FOLDERS);
            folder().put("parentId", parent).put("otherId", any(Desk.FOLDERS));
            records.getLast().document().put("otherId", parent);
          }
          case 2 -> note().putArray("links").addObject().put("to", any(Desk.FOLDERS));
          default -> note();
        }
      }
    }

    void plant() {
      switch (random.nextInt(6)) {
        case 0 -> {
          String gone = "gone-" + ids;
          String id = folder().put("parentId", gone).get("id").stringValue();
          faults.add("orphan folders " + id + " /parentId folders " + gone);
        }
        case 1 -> {
          ObjectNode note = note();
          ArrayNode links = note.putArray("links");
          links.addObject().put("to", any(Desk.FOLDERS));
          links.addObject().put("to", "nowhere");
          String id = note.get("id").stringValue();
          faults.add("orphan notes " + id + " /links/1/to folders nowhere");
        }
        case 2 -> {
          String id = note().putNull("ownerId").get("id").stringValue();
          faults.add("missing notes " + id + " /ownerId users");
        }
        case 3 -> circle(1 + random.nextInt(5));
        case 4 -> {
          Planted one = records.get(random.nextInt(records.size()));
          ObjectNode other = one.document().deepCopy();
          if (!one.broken() && other.has("parentId")) {
            other.put("parentId", "told nowhere");
          }
          if (!one.broken()) {
            again.add(new Planted(one.domain(), one.id(), other, false));
            faults.add("duplicate " + one.domain() + " " + one.id());
          }
        }
        default -> {
          put(Desk.FOLDERS, true);
          String id = records.getLast().id();
          faults.add("corrupted folders " + id);
          folder().put("parentId", id);
        }
      }
    }

    private void circle(int length) {
      List<ObjectNode> members = new ArrayList<>();
      for (int i = 0; i < length; i++) {
        members.add(folder());
      }
      Set<String> names = new HashSet<>();
      for (int i = 0; i < length; i++) {
        String next = members.get((i + 1) % length).get("id").stringValue();
        members.get(i).put("parentId", next);
        names.add(next);
      }
      faults.add("circle folders " + sorted(names));
    }
  }

  private static List<String> sorted(Set<String> names) {
    return names.stream().sorted().toList();
  }

  @Property(tries = 300)
  @Label("exactly the planted faults are found, in any order of the records")
  void found(@ForAll long seed) {
    // given
    Store store = new Store(seed);
    store.fill();
    for (int i = store.random.nextInt(12); i > 0; i--) {
      store.plant();
    }
    if (store.random.nextBoolean()) {
      Collections.shuffle(store.records, store.random);
    }
    store.records.addAll(store.again);

    // when
    SnapshotAudit audit = SnapshotAudit.of(Desk.BLUEPRINT);
    int refused = 0;
    for (Planted each : store.records) {
      if (each.broken()) {
        audit.corrupted(each.domain(), each.id(), "app", "/x", "schema-violation", "is missing");
      } else if (!audit.add(each.domain(), each.id(), Document.of(each.document()), "/y")) {
        refused++;
      }
    }

    // then
    ObjectNode told = audit.finish();
    assertThat(texts(told.get("dataIntegrity"))).isEqualTo(store.faults);
    assertThat(refused).isEqualTo(store.again.size());
    assertThat(told.at("/found/duplicateIds").intValue()).isEqualTo(refused);
    assertThat(told.get("itemCount").intValue()).isEqualTo(store.records.size());
  }

  private static Set<String> texts(JsonNode lists) {
    Set<String> texts = new HashSet<>();
    for (JsonNode each : lists.get("orphanedReferences")) {
      texts.add("orphan " + text(each, "domain", "recordId", "pointer", "to", "id"));
    }
    for (JsonNode each : lists.get("missingReferences")) {
      texts.add("missing " + text(each, "domain", "recordId", "pointer", "to"));
    }
    for (JsonNode each : lists.get("circularReferences")) {
      Set<String> names = new HashSet<>();
      each.get("records").forEach(name -> names.add(name.stringValue()));
      texts.add("circle " + text(each, "domain") + " " + sorted(names));
    }
    for (JsonNode each : lists.get("duplicateIds")) {
      texts.add("duplicate " + text(each, "domain", "recordId"));
    }
    for (JsonNode each : lists.get("corruptedRecords")) {
      texts.add("corrupted " + text(each, "domain", "recordId"));
    }
    return texts;
  }

  private static String text(JsonNode entry, String... members) {
    List<String> texts = new ArrayList<>();
    for (String member : members) {
      texts.add(entry.get(member).stringValue());
    }
    return String.join(" ", texts);
  }
}
