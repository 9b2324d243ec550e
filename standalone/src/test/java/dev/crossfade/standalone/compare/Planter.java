package dev.crossfade.standalone.compare;

import static dev.crossfade.reconcile.compare.DifferenceType.COUNT_MISMATCH;
import static dev.crossfade.reconcile.compare.DifferenceType.DATA_MISMATCH;
import static dev.crossfade.reconcile.compare.DifferenceType.EXTRA_RECORD;
import static dev.crossfade.reconcile.compare.DifferenceType.MISSING_RECORD;

import dev.crossfade.core.blueprint.Domain;
import dev.crossfade.core.event.RecordKey;
import dev.crossfade.standalone.compare.Expected.Kind;
import dev.crossfade.standalone.compare.LoadedMigration.Loaded;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Plants corruptions in seeded random places of a migration, no two in one record, and says what
 * each of them is to be called.
 */
final class Planter implements AutoCloseable {
  private static final int TRIES = 60;

  final List<Expected> planted = new ArrayList<>();

  private final LoadedMigration migration;
  private final Random random;
  private final Rows rows;
  private final Set<Loaded> used = new HashSet<>();
  private final List<String> tenants;

  /** Of one that is to be deleted: its row. */
  private final Map<Loaded, String> deleted = new LinkedHashMap<>();

  Planter(LoadedMigration migration, Random random) throws SQLException {
    this.migration = migration;
    this.random = random;
    this.rows = new Rows(migration);
    this.tenants = List.copyOf(migration.tenants);
  }

  /** Plants about so many: as many of each kind, and what lies at the ends of the log. */
  void plant(int count) throws SQLException {
    List<Kind> kinds = Arrays.stream(Kind.values()).filter(Kind::random).toList();
    List<Kind> order = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      order.add(kinds.get(i % kinds.size()));
    }
    Collections.shuffle(order, random);
    for (Kind kind : order) {
      if (kind == Kind.RAISED || kind == Kind.STATE_RAISED) {
        delete();
      }
    }
    List<Loaded> tail = tail();
    migration.awaitApplied();
    int states = (int) order.stream().filter(kind -> kind == Kind.STATE_RAISED).count();
    List<Loaded> gone = List.copyOf(deleted.keySet());
    for (int i = 0; i < gone.size(); i++) {
      raise(gone.get(i), i < states);
    }
    for (int i = 0; i < tail.size(); i++) {
      Kind kind = i % 2 == 0 ? Kind.TAIL_ROW : Kind.TAIL_STATE;
      if (!on(kind, tail.get(i))) {
        throw new IllegalStateException("nothing can be done to " + tail.get(i).key());
      }
    }
    for (Kind kind : order) {
      if (kind != Kind.RAISED && kind != Kind.STATE_RAISED) {
        anywhere(kind);
      }
    }
  }

  /** Each partition's last event, of a record that can be changed. */
  private List<Loaded> tail() {
    Map<Integer, Loaded> last = new LinkedHashMap<>();
    for (int i = 0; i < 100 * migration.partitions; i++) {
      Loaded one = any();
      if (!used.contains(one) && rows.changeable(domain(one))) {
        last.putIfAbsent(migration.partition(one.key()), one);
      }
    }
    last.values().forEach(one -> migration.put(one, one.sample().document()));
    used.addAll(last.values());
    return List.copyOf(last.values());
  }

  private Loaded any() {
    return migration.records.get(random.nextInt(migration.records.size()));
  }

  private Domain domain(Loaded record) {
    return migration.blueprint.domain(record.key().domain()).orElseThrow();
  }

  private void anywhere(Kind kind) throws SQLException {
    for (int i = 0; i < TRIES; i++) {
      Loaded record = any();
      if (!used.contains(record) && on(kind, record)) {
        used.add(record);
        return;
      }
    }
    if (kind != Kind.ELEMENT) {
      throw new IllegalStateException("no place for " + kind.words);
    }
    // Not every blueprint has arrays.
    anywhere(Kind.FIELD);
  }

  private void delete() throws SQLException {
    for (int i = 0; i < 20 * TRIES; i++) {
      Loaded record = any();
      if (record.sample().deletable() && !used.contains(record)) {
        String row = rows.row(domain(record), record.key());
        if (row != null) {
          used.add(record);
          deleted.put(record, row);
          migration.delete(record);
          return;
        }
      }
    }
    throw new IllegalStateException("no record can be deleted");
  }

  private void raise(Loaded record, boolean state) throws SQLException {
    if (state) {
      rows.state(record.key(), "digest = sha256('raised')");
    } else {
      rows.put(domain(record), deleted.getOrDefault(record, ""));
    }
    planted.add(Expected.of(state ? Kind.STATE_RAISED : Kind.RAISED, EXTRA_RECORD, record.key()));
  }

  /** Whether it could be done to this record. */
  private boolean on(Kind kind, Loaded record) throws SQLException {
    Domain domain = domain(record);
    RecordKey key = record.key();
    return switch (kind) {
      case MISSING -> rows.remove(domain, key) && told(kind, MISSING_RECORD, key);
      case EXTRA -> {
        UUID id = new UUID(random.nextLong(), random.nextLong());
        yield rows.putNew(domain, key.tenant(), id)
            && told(kind, EXTRA_RECORD, row(domain, key, id));
      }
      case FIELD, TAIL_ROW -> told(kind, key, rows.changeText(domain, key, random));
      case TYPE -> told(kind, key, rows.changeType(domain, key, random));
      case SWAPPED -> {
        Loaded other = like(record, true);
        yield other != null
            && rows.swap(domain, key, other.key())
            && used.add(other)
            && told(kind, DATA_MISMATCH, other.key())
            && told(kind, DATA_MISMATCH, key);
      }
      case ANOTHER_TENANT -> anothers(domain, record);
      case ROGUE -> {
        Loaded other = like(record, true);
        yield other != null
            && rows.overwrite(domain, key, other.key())
            && told(kind, DATA_MISMATCH, key);
      }
      case ELEMENT -> rows.changeElement(domain, key, random) && told(kind, DATA_MISMATCH, key);
      case STATE_OTHERWISE, TAIL_STATE ->
          rows.state(key, "digest = sha256(digest)") && told(kind, DATA_MISMATCH, key);
      case STATE_LOST ->
          rows.ownTable(domain)
              && rows.forget(key)
              && told(kind, MISSING_RECORD, key)
              && told(kind, EXTRA_RECORD, row(domain, key, domain.rowId(key)));
      case SUM -> sum();
      case RAISED, STATE_RAISED -> throw new IllegalStateException("it needs a deleted one");
    };
  }

  private boolean anothers(Domain domain, Loaded record) throws SQLException {
    RecordKey key = record.key();
    if (domain.mapping().recordTable().tenantColumn() == null) {
      // Rows without a tenant are told apart by their ids alone: they get each other's values.
      Loaded other = like(record, false);
      return other != null
          && rows.swap(domain, key, other.key())
          && used.add(other)
          && told(Kind.ANOTHER_TENANT, DATA_MISMATCH, other.key())
          && told(Kind.ANOTHER_TENANT, DATA_MISMATCH, key);
    }
    String other = tenants.get(random.nextInt(tenants.size()));
    return !other.equals(key.tenant())
        && rows.giveTo(domain, key, other)
        && told(Kind.ANOTHER_TENANT, MISSING_RECORD, key)
        && told(
            Kind.ANOTHER_TENANT,
            EXTRA_RECORD,
            new RecordKey(other, domain.name(), domain.rowId(key).toString()));
  }

  private boolean sum() throws SQLException {
    String[] at = rows.changeSum(random);
    return at != null && told(Kind.SUM, COUNT_MISMATCH, new RecordKey("", at[0], at[1]));
  }

  /** Another unused record of the domain, of this tenant or of another one. */
  private @Nullable Loaded like(Loaded record, boolean ofTenant) {
    for (int i = 0; i < 20 * TRIES; i++) {
      Loaded other = any();
      if (!other.key().equals(record.key())
          && !used.contains(other)
          && other.key().domain().equals(record.key().domain())
          && other.key().tenant().equals(record.key().tenant()) == ofTenant) {
        return other;
      }
    }
    return null;
  }

  private static RecordKey row(Domain domain, RecordKey key, UUID id) {
    boolean noTenant = domain.mapping().recordTable().tenantColumn() == null;
    return new RecordKey(noTenant ? "" : key.tenant(), domain.name(), id.toString());
  }

  private boolean told(
      Kind kind, dev.crossfade.reconcile.compare.DifferenceType type, RecordKey key) {
    return planted.add(Expected.of(kind, type, key));
  }

  private boolean told(Kind kind, RecordKey key, Set<String> fields) {
    return !fields.isEmpty() && planted.add(new Expected(kind, DATA_MISMATCH, key, fields));
  }

  /** How many corruptions of each kind: some are told twice. */
  Stream<Kind> kinds() {
    return planted.stream().map(Expected::kind);
  }

  @Override
  public void close() throws SQLException {
    rows.close();
  }
}
