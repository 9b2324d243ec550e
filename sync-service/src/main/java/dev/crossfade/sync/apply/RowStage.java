package dev.crossfade.sync.apply;

import dev.crossfade.sync.store.ParkedWrites.Parked;
import dev.crossfade.sync.store.ParkedWrites.Reason;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jooq.DSLContext;

/** Brings records' rows into the users' tables, each record's into its own rows only. */
final class RowStage {
  private final RowOwners owners;
  private final RowWriter writer;
  private final Obstacles obstacles;

  RowStage(DSLContext tx, short migration) {
    this.owners = new RowOwners(tx, migration);
    this.writer = new RowWriter(tx, migration);
    this.obstacles = new Obstacles(tx);
  }

  /** What stands now, and what has to wait. */
  record Result(List<RecordWrite> written, List<Parked> refused) {}

  Result write(List<RecordWrite> writes) {
    List<RecordWrite> inOrder = new ArrayList<>(writes);
    inOrder.sort(Comparator.comparingLong(RecordWrite::offset));
    RowOwners.Divided divided = owners.divide(inOrder);
    List<Parked> refused = new ArrayList<>();
    for (RecordWrite write : divided.taken()) {
      refused.add(
          new Parked(
              write.key(),
              write.offset(),
              Reason.ROW_TAKEN,
              "its row is another record's",
              write.rowId(),
              write.origin(),
              write.document()));
    }
    Set<RecordWrite> left = new HashSet<>();
    for (RowWriter.Refused one : writer.write(divided.free())) {
      left.add(one.write());
      refused.add(park(one));
    }
    List<RecordWrite> written = divided.free().stream().filter(w -> !left.contains(w)).toList();
    return new Result(written, refused);
  }

  private Parked park(RowWriter.Refused refused) {
    RecordWrite write = refused.write();
    return new Parked(
        write.key(),
        write.offset(),
        refused.misfit().reason(),
        refused.misfit().detail(),
        obstacles.of(refused),
        write.origin(),
        write.document());
  }
}
