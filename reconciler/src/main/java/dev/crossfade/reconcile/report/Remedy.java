package dev.crossfade.reconcile.report;

import dev.crossfade.core.event.ChangeEvent.SchemaReference;
import dev.crossfade.core.json.Document;
import dev.crossfade.core.log.Position;
import dev.crossfade.kit.migration.Migration;
import dev.crossfade.reconcile.run.Issue;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Knows what a record should be, for its repair. Thread-safe. */
@FunctionalInterface
public interface Remedy {
  /**
   * What the record that differs is to be written as: what the log says, or for an issue of a
   * snapshot what the source holds. Empty where nobody knows, or no event can put it right.
   */
  Optional<Cure> of(Migration migration, Issue issue) throws InterruptedException;

  /**
   * A record as it is to be.
   *
   * @param base where the state lies that it takes the place of
   * @param document null where it is to be deleted
   */
  record Cure(Position base, @Nullable Document document, SchemaReference schema) {}
}
