package dev.crossfade.core.decide;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.core.blueprint.Domain;
import dev.crossfade.core.event.ChangeEvent.Kind;
import dev.crossfade.core.event.ChangeEvent.RecordChange;
import dev.crossfade.core.event.ChangeEvent.SchemaReference;
import dev.crossfade.core.json.Digest;
import dev.crossfade.core.json.Document;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a record becomes by an event, whose writer may know an older version of records than the
 * record's last one did, or than the blueprint describes. A record never goes back to an older
 * blueprint: an ingest that has not yet heard of a publish must not undo what later versions added.
 */
final class VersionMerge {
  private final States states;
  private final Function<Digest, Blueprint> blueprints;

  VersionMerge(States states, Function<Digest, Blueprint> blueprints) {
    this.states = states;
    this.blueprints = blueprints;
  }

  /**
   * What was decided.
   *
   * @param document null for a delete
   */
  record Merged(@Nullable Document document, SchemaReference schema) {}

  Merged merge(RecordChange change, RecordState state) {
    SchemaReference sent = change.schema();
    Blueprint target = target(sent, state.schema());
    Domain domain = target.domain(change.record().domain()).orElse(null);
    boolean deletes = change.kind() == Kind.DELETED;
    if (domain == null) {
      return new Merged(deletes ? null : change.data(), sent);
    }
    SchemaReference under = new SchemaReference(target.digest(), target.schemaVersion());
    if (deletes) {
      return new Merged(null, under);
    }
    SchemaReference before = state.schema();
    if (!state.present() || before == null || !domain.knowsLess(sent.version(), before.version())) {
      return new Merged(domain.upcast(sent.version(), change.data()), under);
    }
    Document decided = states.document(change.record());
    if (decided == null) {
      throw new IllegalStateException(
          "invariant 16: the document of a record is not known, and an event of an older version"
              + " cannot be decided without it");
    }
    Document present = domain.upcast(before.version(), decided);
    return new Merged(domain.overlay(sent.version(), change.data(), present), under);
  }

  private Blueprint target(SchemaReference sent, @Nullable SchemaReference before) {
    Blueprint ofEvent = blueprints.apply(sent.blueprint());
    if (before == null || before.blueprint().equals(sent.blueprint())) {
      return ofEvent;
    }
    Blueprint ofState = blueprints.apply(before.blueprint());
    return ofState.schemaVersion() > ofEvent.schemaVersion() ? ofState : ofEvent;
  }
}
