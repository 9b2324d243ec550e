package dev.crossfade.reconcile.report;

import dev.crossfade.core.event.ChangeEvent.SchemaReference;
import dev.crossfade.core.json.Document;
import dev.crossfade.core.log.Position;
import dev.crossfade.kit.migration.Migration;
import dev.crossfade.reconcile.run.Issue;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Knows what records should be, for their repair. Thread-safe. */
@FunctionalInterface
public interface Remedy {
  /**
   * What the records that differ are to be written as, by the ids of the issues: what the log says,
   * or for an issue of a snapshot what the source holds. Left out where nobody knows, or no event
   * can put it right.
   */
  Map<UUID, Cure> of(Migration migration, List<Issue> issues) throws InterruptedException;

  /**
   * A record as it is to be.
   *
   * @param base where the state lies that it takes the place of
   * @param document null where it is to be deleted
   */
  record Cure(Position base, @Nullable Document document, SchemaReference schema) {}
}
