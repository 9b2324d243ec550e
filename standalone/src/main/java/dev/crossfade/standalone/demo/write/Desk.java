package dev.crossfade.standalone.demo.write;

import dev.crossfade.standalone.demo.history.WrittenEvent.Kind;
import dev.crossfade.standalone.demo.history.WrittenEvent.RecordName;
import dev.crossfade.standalone.sample.SampleRecord;
import dev.crossfade.standalone.sample.SchoolDocuments;
import dev.crossfade.standalone.sample.SchoolDomain;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The records of one source as its user sees them, and what the user does to them: changes, deletes
 * what nothing refers to, brings it back, adds new ones. Not thread-safe.
 */
final class Desk {
  private static final List<SchoolDomain> LEAVES =
      List.of(
          SchoolDomain.ATTENDANCE,
          SchoolDomain.ATTENDANCE,
          SchoolDomain.GRADES,
          SchoolDomain.PAYMENTS,
          SchoolDomain.LESSONS);

  private final String source;
  private final SchoolDocuments documents;
  private final Random random;
  private final List<Slot> slots = new ArrayList<>();
  private int fresh;

  Desk(String source, SchoolDocuments documents, Random random) {
    this.source = source;
    this.documents = documents;
    this.random = random;
  }

  /** A record, there or deleted. */
  static final class Slot {
    private final SchoolDomain domain;
    private final RecordName name;
    private final boolean deletable;
    private boolean present;
    private @Nullable String position;

    Slot(SchoolDomain domain, String id, boolean deletable) {
      this.domain = domain;
      this.name = new RecordName(domain.domain(), id);
      this.deletable = deletable;
    }

    RecordName name() {
      return name;
    }

    /** Where its last acknowledged version is, which a further change is based on. */
    @Nullable String position() {
      return position;
    }

    void acknowledged(String where) {
      position = where;
    }
  }

  /** What the user did to a record. */
  record Edit(Slot slot, Kind kind, @Nullable ObjectNode document) {}

  /** The first version of a record of the sample. */
  Edit create(SampleRecord record) {
    Slot slot = new Slot(record.domain(), record.id(), record.deletable());
    slot.present = true;
    slots.add(slot);
    return new Edit(slot, Kind.CREATED, record.document());
  }

  /** Whatever comes to the user's mind. */
  Edit next() {
    if (slots.isEmpty() || random.nextInt(10) == 0) {
      return add();
    }
    Slot slot = slots.get(random.nextInt(slots.size()));
    if (!slot.present) {
      slot.present = true;
      return new Edit(slot, Kind.CREATED, document(slot));
    }
    if (slot.deletable && random.nextInt(5) == 0) {
      slot.present = false;
      return new Edit(slot, Kind.DELETED, null);
    }
    return new Edit(slot, Kind.UPDATED, document(slot));
  }

  private Edit add() {
    SchoolDomain domain = LEAVES.get(random.nextInt(LEAVES.size()));
    Slot slot = new Slot(domain, documents.freshId(domain, source, fresh++), true);
    slot.present = true;
    slots.add(slot);
    return new Edit(slot, Kind.CREATED, document(slot));
  }

  private ObjectNode document(Slot slot) {
    return documents.make(slot.domain, slot.name.id());
  }
}
