package dev.crossfade.sync.apply;

import dev.crossfade.sync.store.ParkedWrites.Parked;
import java.util.List;

/** The users' tables, as far as records are written into them. */
public interface TargetRows {
  /**
   * Brings records' rows into the tables, each record's into its own rows only. A write that is
   * refused changes nothing; all others stand.
   *
   * @throws RuntimeException on a fault that is no refusal
   */
  Result write(List<RecordWrite> writes);

  /** What stands now, and what has to wait. */
  record Result(List<RecordWrite> written, List<Parked> refused) {}
}
