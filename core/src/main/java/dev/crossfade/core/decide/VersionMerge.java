package dev.crossfade.core.decide;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.core.blueprint.ConflictPolicy;
import dev.crossfade.core.blueprint.Domain;
import dev.crossfade.core.event.ChangeEvent.Kind;
import dev.crossfade.core.event.ChangeEvent.RecordChange;
import dev.crossfade.core.event.ChangeEvent.RecordRead;
import dev.crossfade.core.event.ChangeEvent.RecordResolved;
import dev.crossfade.core.event.ChangeEvent.SchemaReference;
import dev.crossfade.core.event.RecordKey;
import dev.crossfade.core.json.Digest;
import dev.crossfade.core.json.Document;
import java.util.Map;
import java.util.Objects;
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

  /** What a record would be by a row of a snapshot. */
  record Row(Document document, SchemaReference schema) {}

  Merged merge(RecordChange change, RecordState state) {
    SchemaReference sent = change.schema();
    if (change.kind() != Kind.DELETED) {
      return merge(change.record(), sent, change.data(), state);
    }
    Blueprint target = target(sent, state.schema());
    return new Merged(
        null,
        target.domain(change.record().domain()).isEmpty()
            ? sent
            : new SchemaReference(target.digest(), target.schemaVersion()));
  }

  /** What the record becomes by this row, if it becomes that. */
  Row merge(RecordRead read, RecordState state) {
    Merged merged = merge(read.record(), read.schema(), read.data(), state);
    return new Row(Objects.requireNonNull(merged.document()), merged.schema());
  }

  /** What the record becomes by a resolution: it says all of it, whatever its version knows. */
  Merged merge(RecordResolved resolved, RecordState state) {
    SchemaReference sent = resolved.schema();
    Blueprint target = target(sent, state.schema());
    Domain domain = target.domain(resolved.record().domain()).orElse(null);
    SchemaReference under =
        domain == null ? sent : new SchemaReference(target.digest(), target.schemaVersion());
    if (resolved.deleted()) {
      return new Merged(null, under);
    }
    Document data = resolved.data();
    return new Merged(domain == null ? data : domain.upcast(sent.version(), data), under);
  }

  private Merged merge(RecordKey key, SchemaReference sent, Document data, RecordState state) {
    Blueprint target = target(sent, state.schema());
    Domain domain = target.domain(key.domain()).orElse(null);
    if (domain == null) {
      return new Merged(data, sent);
    }
    SchemaReference under = new SchemaReference(target.digest(), target.schemaVersion());
    SchemaReference before = state.schema();
    if (!state.present() || before == null || !domain.knowsLess(sent.version(), before.version())) {
      return new Merged(domain.upcast(sent.version(), data), under);
    }
    Document present = domain.upcast(before.version(), decided(key));
    return new Merged(domain.overlay(sent.version(), data, present), under);
  }

  /** The record as it is, in the form that records have under a schema not older than its own. */
  Document present(RecordKey key, RecordState state, SchemaReference under) {
    Document decided = decided(key);
    Domain domain = domain(key, under);
    SchemaReference before = state.schema();
    return domain == null || before == null ? decided : domain.upcast(before.version(), decided);
  }

  /** Whether records have another shape under this schema than the record was decided in. */
  boolean changesShape(RecordKey key, RecordState state, SchemaReference under) {
    Domain domain = domain(key, under);
    SchemaReference before = state.schema();
    return domain != null && before != null && domain.knowsLess(before.version(), under.version());
  }

  /** The policy of the record's domain; where there is no such domain, the record stays. */
  ConflictPolicy policy(RecordKey key, SchemaReference under) {
    Domain domain = domain(key, under);
    return domain == null ? ConflictPolicy.AUTO_SKIP : domain.conflictPolicy();
  }

  /** The rules of single fields of the record's domain. */
  Map<String, ConflictPolicy> fieldConflicts(RecordKey key, SchemaReference under) {
    Domain domain = domain(key, under);
    return domain == null ? Map.of() : domain.fieldConflicts();
  }

  /** Whether the event's writer knows an older shape of records than they have under this. */
  boolean isOlder(RecordChange change, SchemaReference under) {
    Domain domain = domain(change.record(), under);
    return domain != null && domain.knowsLess(change.schema().version(), under.version());
  }

  /** Whether the event's data is laid over the record, for its writer does not know all of it. */
  boolean overlays(RecordChange change, RecordState state) {
    return change.kind() != Kind.DELETED && overlays(change.record(), change.schema(), state);
  }

  private @Nullable Domain domain(RecordKey key, SchemaReference under) {
    return blueprints.apply(under.blueprint()).domain(key.domain()).orElse(null);
  }

  private Document decided(RecordKey key) {
    Document decided = states.document(key);
    if (decided == null) {
      throw new IllegalStateException(
          "invariant 16: the document of a record is not known, and an event that is to be merged"
              + " with it cannot be decided without it");
    }
    return decided;
  }

  /** Whether deciding a row asks for the document of the state that it meets. */
  boolean needsDocument(RecordRead read, RecordState state) {
    if (!state.present()) {
      return false;
    }
    RecordKey key = read.record();
    if (overlays(key, read.schema(), state)) {
      return true;
    }
    String source = read.envelope().source().source();
    boolean own = source.equals(state.source());
    if (own && state.known(source).said() == null) {
      return false;
    }
    Blueprint target = target(read.schema(), state.schema());
    SchemaReference under = new SchemaReference(target.digest(), target.schemaVersion());
    if (changesShape(key, state, under)) {
      return true;
    }
    ConflictPolicy policy = policy(key, under);
    boolean byFields =
        policy == ConflictPolicy.AUTO_MERGE || (policy == ConflictPolicy.INTERACTIVE && !own);
    return byFields && !upcast(key, read, under).digest().equals(state.digest());
  }

  private Document upcast(RecordKey key, RecordRead read, SchemaReference under) {
    Domain domain = domain(key, under);
    return domain == null ? read.data() : domain.upcast(read.schema().version(), read.data());
  }

  private boolean overlays(RecordKey key, SchemaReference sent, RecordState state) {
    SchemaReference before = state.schema();
    if (!state.present() || before == null) {
      return false;
    }
    Domain domain = target(sent, before).domain(key.domain()).orElse(null);
    return domain != null && domain.knowsLess(sent.version(), before.version());
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
