package dev.crossfade.standalone.demo.write;

import dev.crossfade.standalone.demo.history.WrittenEvent.Kind;
import dev.crossfade.standalone.demo.history.WrittenEvent.RecordName;
import dev.crossfade.standalone.sample.SampleDocuments;
import dev.crossfade.standalone.sample.SampleRecord;
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
  private final SampleDocuments documents;
  private final Random random;
  private final List<Slot> slots = new ArrayList<>();

  Desk(SampleDocuments documents, Random random) {
    this.documents = documents;
    this.random = random;
  }

  /** A record, there or deleted. */
  static final class Slot {
    private final SampleRecord record;
    private boolean present = true;
    private @Nullable String position;

    Slot(SampleRecord record) {
      this.record = record;
    }

    RecordName name() {
      return new RecordName(record.domain(), record.id(), record.source());
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

  /** Whether there is nothing to do anything with. */
  boolean empty() {
    return slots.isEmpty();
  }

  /** The first version of a record. */
  Edit create(SampleRecord record) {
    Slot slot = new Slot(record);
    slots.add(slot);
    return new Edit(slot, Kind.CREATED, record.document());
  }

  /** Whatever comes to the user's mind. */
  Edit next() {
    if (random.nextInt(10) == 0) {
      SampleRecord fresh = documents.fresh().orElse(null);
      if (fresh != null) {
        return create(fresh);
      }
    }
    Slot slot = slots.get(random.nextInt(slots.size()));
    if (!slot.present) {
      slot.present = true;
      return new Edit(slot, Kind.CREATED, documents.another(slot.record));
    }
    if (slot.record.deletable() && random.nextInt(5) == 0) {
      slot.present = false;
      return new Edit(slot, Kind.DELETED, null);
    }
    return new Edit(slot, Kind.UPDATED, documents.another(slot.record));
  }

  /** Data for a record that its schema forbids. */
  String spoiled(Slot slot) {
    return documents.spoiled(slot.record).toString();
  }
}
