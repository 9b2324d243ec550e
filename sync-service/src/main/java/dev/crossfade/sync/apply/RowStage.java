package dev.crossfade.sync.apply;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.core.json.Digest;
import dev.crossfade.sync.store.Blueprints;
import dev.crossfade.sync.store.ParkedWrites.Parked;
import dev.crossfade.sync.store.ParkedWrites.Reason;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jooq.DSLContext;

/** Brings records' rows into the users' tables, each record's into its own rows only. */
final class RowStage implements TargetRows {
  private final DSLContext tx;
  private final short migration;
  private final Blueprints numbers;
  private final Function<Digest, Blueprint> blueprints;
  private final RowOwners owners;
  private final Obstacles obstacles;

  /**
   * @param blueprints those that rows were ever mapped by
   */
  RowStage(
      DSLContext tx, short migration, Blueprints numbers, Function<Digest, Blueprint> blueprints) {
    this.tx = tx;
    this.migration = migration;
    this.numbers = numbers;
    this.blueprints = blueprints;
    this.owners = new RowOwners(tx, migration);
    this.obstacles = new Obstacles(tx);
  }

  @Override
  public Result write(List<RecordWrite> writes) {
    List<RecordWrite> inOrder = new ArrayList<>(writes);
    inOrder.sort(Comparator.comparingLong(RecordWrite::offset));
    RowOwners.Divided divided = owners.divide(inOrder);
    List<Parked> refused = new ArrayList<>();
    for (RowOwners.Taken one : divided.taken()) {
      RecordWrite write = one.write();
      refused.add(
          new Parked(
              write.key(),
              write.offset(),
              Reason.ROW_TAKEN,
              "its row is another record's",
              one.row(),
              write.origin(),
              write.document()));
    }
    StaleRows stale = StaleRows.find(tx, migration, numbers, blueprints, divided.free());
    Set<RecordWrite> left = new HashSet<>();
    for (RowWriter.Refused one : new RowWriter(tx, migration, stale).write(divided.free())) {
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
