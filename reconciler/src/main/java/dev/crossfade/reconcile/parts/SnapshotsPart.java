package dev.crossfade.reconcile.parts;

import dev.crossfade.core.control.ControlState.ChangesLog;
import dev.crossfade.core.event.EventReader;
import dev.crossfade.kit.migration.Migration;
import dev.crossfade.reconcile.compare.Cost;
import dev.crossfade.reconcile.fold.Fold;
import dev.crossfade.reconcile.run.PartComparison.SecondLook;
import dev.crossfade.reconcile.run.PartLook;
import dev.crossfade.reconcile.run.Sighting;
import dev.crossfade.reconcile.run.Suspect;
import dev.crossfade.reconcile.run.Work;
import dev.crossfade.reconcile.snapshot.SnapshotRows;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Compares the snapshots of a partition's sources with the rows. Thread-safe. */
final class SnapshotsPart {
  private static final Logger log = LoggerFactory.getLogger(SnapshotsPart.class);

  private final AtPosition position;
  private final LogEnds ends;
  private final Map<String, String> kafka;

  SnapshotsPart(AtPosition position, LogEnds ends, Map<String, String> kafka) {
    this.position = position;
    this.ends = ends;
    this.kafka = kafka;
  }

  /** A reader of a migration's log; to be closed. */
  static SnapshotRows rows(Migration migration, Map<String, String> kafka) {
    int partitions = migration.log().map(ChangesLog::partitions).orElseThrow();
    return new SnapshotRows(
        kafka,
        migration.topics().changes(),
        new EventReader(partitions, digest -> migration.blueprint(digest).isPresent()));
  }

  PartLook compare(Work work, Fold fold) throws InterruptedException {
    try (SnapshotRows rows = rows(work.migration(), kafka)) {
      AtPosition.Read<PartLook.Compared> read =
          position.read(
              work, fold, (tx, view) -> new SnapshotComparison(tx, work, view).compare(rows));
      return switch (read) {
        case AtPosition.Read.Done<PartLook.Compared>(PartLook.Compared compared) -> compared;
        case AtPosition.Read.Untold<PartLook.Compared>(String why) ->
            new PartLook.Indeterminate(why);
        case AtPosition.Read.NotHere<PartLook.Compared>() -> new PartLook.Lost();
      };
    } catch (SeenRows.TooManyException e) {
      return new PartLook.Indeterminate(
          "its snapshots have more than "
              + SeenRows.MOST
              + " rows: name tenants or sources, to compare them in several runs");
    } catch (InterruptException e) {
      throw interrupted();
    } catch (KafkaException e) {
      log.warn("part {}: {}", work.part(), e.toString());
      return new PartLook.Indeterminate("the log of changes cannot be read");
    }
  }

  SecondLook again(Work work, Fold fold, List<Suspect> suspects) throws InterruptedException {
    List<Sighting> unseen = Collections.nCopies(suspects.size(), new Sighting.Unseen());
    try (SnapshotRows rows = rows(work.migration(), kafka)) {
      AtPosition.Read<List<Sighting>> read =
          position.read(
              work, fold, (tx, view) -> new SnapshotAgain(tx, work, view, suspects).look(rows));
      if (!(read instanceof AtPosition.Read.Done<List<Sighting>>(List<Sighting> seen))) {
        return new SecondLook(unseen, Cost.NONE);
      }
      // Asked after the look: what is appended later cannot have been seen by it.
      long end = ends.end(work.migration(), work.part());
      List<Sighting> sightings = new ArrayList<>();
      for (Sighting one : seen) {
        sightings.add(
            one instanceof Sighting.Differs differs
                ? new Sighting.Differs(differs.now(), end > differs.now().position().offset())
                : one);
      }
      return new SecondLook(sightings, new Cost(0, 0, 0, seen.size(), 0, 0));
    } catch (InterruptException e) {
      throw interrupted();
    } catch (KafkaException e) {
      log.warn("part {}: {}", work.part(), e.toString());
      return new SecondLook(unseen, Cost.NONE);
    }
  }

  private static InterruptedException interrupted() {
    // Kafka sets it again, and whoever catches this one does not expect that.
    var _ = Thread.interrupted();
    return new InterruptedException("stopping");
  }
}
