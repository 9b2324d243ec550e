package dev.crossfade.reconcile.rows;

import static dev.crossfade.database.schema.Tables.RECORD_STATE;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.core.blueprint.Domain;
import dev.crossfade.core.blueprint.Forward;
import dev.crossfade.core.blueprint.RecordContext;
import dev.crossfade.core.event.RecordKey;
import dev.crossfade.core.json.Digest;
import dev.crossfade.core.json.Document;
import dev.crossfade.reconcile.compare.FieldDifference;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jooq.DSLContext;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * Holds documents against the rows of their records, field by field, in PostgreSQL's own types: the
 * document is mapped as sync maps it, staged, and compared column by column, so {@code 1.0} and
 * {@code 1.00}, another time zone or another order of members are no difference. Thread-safe.
 */
public final class StagedRows {
  private final short migration;
  private final Function<Digest, Optional<Blueprint>> blueprints;
  private final Blueprint current;

  /**
   * @param blueprints those that this process knows
   * @param current by which a record is mapped that was never written
   */
  public StagedRows(
      short migration, Function<Digest, Optional<Blueprint>> blueprints, Blueprint current) {
    this.migration = migration;
    this.blueprints = blueprints;
    this.current = current;
  }

  /**
   * A document that a record's rows should give.
   *
   * @param source by whose ids its references are meant; null: that of the record's state
   * @param version of the document
   */
  public record Expected(RecordKey key, @Nullable String source, int version, Document document) {}

  /** What of a document stands in the tables. */
  public sealed interface Found {
    /** All of it. */
    record Equal() implements Found {}

    /** Nothing: the row that stands for the record is not there. */
    record Missing() implements Found {}

    /** These fields differ; never none. */
    record Fields(List<FieldDifference> fields) implements Found {
      public Fields {
        fields = List.copyOf(fields);
      }
    }

    /** The rows differ, and cannot be read back. */
    record Corrupted() implements Found {}

    /** Nobody can tell: the document cannot be mapped, or does not fit the columns. */
    record Untold(String why) implements Found {}
  }

  /** How a record's rows were written. */
  private record Written(
      @Nullable Short blueprint, @Nullable String source, @Nullable Instant time) {}

  private record Group(Blueprint blueprint, String tenant, String domain) {}

  /**
   * Compares documents with what stands. Best for some hundred at once.
   *
   * @param tx a transaction, which may be read only
   * @param values whether differences show values; else they name fields only
   * @return one answer for each record
   */
  public Map<RecordKey, Found> compare(
      DSLContext tx, Collection<Expected> expected, boolean values) {
    Map<Short, Blueprint> numbers = Numbers.blueprints(tx, migration, blueprints);
    Map<RecordKey, Written> written = written(tx, expected);
    Map<RecordKey, Found> found = new LinkedHashMap<>();
    Map<Group, List<StagedRecord>> groups = new LinkedHashMap<>();
    for (Expected one : expected) {
      Written as = written.getOrDefault(one.key(), new Written(null, null, null));
      Blueprint by = as.blueprint() == null ? current : numbers.get(as.blueprint());
      Domain domain = by == null ? null : by.domain(one.key().domain()).orElse(null);
      if (by == null || domain == null) {
        found.put(one.key(), new Found.Untold("the blueprint is not known, or has no such domain"));
        continue;
      }
      if (isLater(one, by)) {
        found.put(one.key(), new Found.Untold("is still to be rewritten in its later form"));
        continue;
      }
      StagedRecord staged = staged(one, as, domain);
      if (staged == null) {
        found.put(one.key(), new Found.Untold("cannot be mapped"));
      } else {
        groups
            .computeIfAbsent(
                new Group(by, one.key().tenant(), one.key().domain()), g -> new ArrayList<>())
            .add(staged);
      }
    }
    groups.forEach(
        (group, records) -> {
          Domain domain = group.blueprint().domain(group.domain()).orElseThrow();
          var comparison = new StagedComparison(tx, migration, group.blueprint(), domain, values);
          compareHalving(tx, comparison, records, found);
        });
    return found;
  }

  /** Whether the document has a shape that the blueprint of the rows does not know. */
  private boolean isLater(Expected one, Blueprint by) {
    return one.version() > by.schemaVersion()
        && current
            .domain(one.key().domain())
            .map(domain -> domain.knowsLess(by.schemaVersion(), one.version()))
            .orElse(true);
  }

  private static @Nullable StagedRecord staged(Expected one, Written as, Domain domain) {
    String source = one.source() != null ? one.source() : as.source() != null ? as.source() : "";
    Instant time = as.time() == null ? Instant.EPOCH : as.time();
    Document present = domain.upcast(one.version(), one.document());
    return domain.mapping().forward(present, new RecordContext(one.key(), source, time))
            instanceof Forward.Mapped mapped
        ? new StagedRecord(one.key(), domain.rowId(one.key()), present, mapped)
        : null;
  }

  /** What a column does not take must not hide what is found of the others. */
  private static void compareHalving(
      DSLContext tx,
      StagedComparison comparison,
      List<StagedRecord> records,
      Map<RecordKey, Found> found) {
    try {
      found.putAll(tx.transactionResult(inner -> comparison.on(inner.dsl()).compare(records)));
    } catch (DataAccessException fault) {
      String state = fault.sqlState();
      if (!state.startsWith("22")) {
        throw fault;
      }
      if (records.size() == 1) {
        found.put(records.getFirst().key(), new Found.Untold("does not fit: SQLSTATE " + state));
        return;
      }
      int middle = records.size() / 2;
      compareHalving(tx, comparison, records.subList(0, middle), found);
      compareHalving(tx, comparison, records.subList(middle, records.size()), found);
    }
  }

  private Map<RecordKey, Written> written(DSLContext tx, Collection<Expected> expected) {
    var s = RECORD_STATE;
    var k =
        DSL.table(
            "unnest({0}, {1}, {2}) as k (tenant, domain, id)",
            DSL.val(expected.stream().map(e -> e.key().tenant()).toArray(String[]::new)),
            DSL.val(expected.stream().map(e -> e.key().domain()).toArray(String[]::new)),
            DSL.val(expected.stream().map(e -> e.key().id()).toArray(String[]::new)));
    Map<RecordKey, Written> found = new HashMap<>();
    tx.select(s.TENANT, s.DOMAIN, s.ID, s.WRITTEN_BLUEPRINT, s.SOURCE, s.WRITTEN_TIME)
        .from(k)
        .join(s)
        .on(
            s.MIGRATION.eq(migration),
            s.TENANT.eq(DSL.field("k.tenant", String.class)),
            s.DOMAIN.eq(DSL.field("k.domain", String.class)),
            s.ID.eq(DSL.field("k.id", String.class)))
        .forEach(
            r ->
                found.put(
                    new RecordKey(r.value1(), r.value2(), r.value3()),
                    new Written(r.value4(), r.value5(), r.value6())));
    return found;
  }
}
