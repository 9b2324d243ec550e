package dev.crossfade.ingest.snapshots;

import dev.crossfade.core.audit.SnapshotAudit;
import dev.crossfade.core.audit.SnapshotCounts;
import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.core.blueprint.Domain;
import dev.crossfade.core.event.Limits;
import dev.crossfade.core.event.Snapshot;
import dev.crossfade.core.event.SourceKey;
import dev.crossfade.core.event.Watermark;
import dev.crossfade.core.json.Json;
import dev.crossfade.core.json.JsonRules.Violation;
import dev.crossfade.ingest.admit.ReadAdmission;
import dev.crossfade.ingest.admit.ReadRow;
import dev.crossfade.ingest.admit.Reading;
import dev.crossfade.ingest.admit.Refusal;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Turns the records of one request into events: a start marker for each tenant, its rows as far as
 * they are sound, and an end marker when all rows of it are in the log. What is rejected holds
 * nothing else back. Not thread-safe.
 */
final class Backfill {
  /** So many tenants, or records of all tenants together, are audited; more are only counted. */
  private static final int AUDITED_TENANTS = 1_000;

  private static final int AUDITED_RECORDS = 500_000;

  /** Of so many tenants the unreadable lines are counted. */
  private static final int MAX_UNREADABLE = 10_000;

  private final Scope scope;
  private final Head head;
  private final Outlet outlet;
  private final Issues issues;
  private final Map<String, TenantSnapshot> tenants = new LinkedHashMap<>();
  private final Counts counts = new Counts();
  private final Map<Refusal, Long> unreadable = new EnumMap<>(Refusal.class);
  private final Map<String, Long> unreadableOf = new HashMap<>();
  private boolean audits;
  private long audited;

  /**
   * What all requests of the moment have in common.
   *
   * @param rows judges them
   * @param counters counts them for the metrics
   */
  record Scope(Blueprint blueprint, ReadAdmission rows, RowCounts.OfMigration counters) {}

  /**
   * @param audits false where the request holds only a part of the records
   */
  Backfill(Scope scope, Head head, Outlet outlet, Issues issues, boolean audits) {
    this.scope = scope;
    this.head = head;
    this.outlet = outlet;
    this.issues = issues;
    this.audits = audits;
  }

  Blueprint blueprint() {
    return scope.blueprint();
  }

  /** The tenant's snapshot, where it was met before. */
  @Nullable TenantSnapshot known(String tenant) {
    return tenants.get(tenant);
  }

  Collection<TenantSnapshot> tenants() {
    return tenants.values();
  }

  /** Begins a tenant's snapshot. */
  TenantSnapshot start(String tenant, Watermark watermark) throws InterruptedException {
    SourceKey source = new SourceKey(tenant, head.source());
    if (tenants.size() == AUDITED_TENANTS) {
      dropAudits();
    }
    SnapshotAudit audit = audits ? new SnapshotAudit(scope.blueprint(), AUDITED_RECORDS) : null;
    var started = new TenantSnapshot(head, source, new Snapshot(head.snapshot(), watermark), audit);
    tenants.put(tenant, started);
    outlet.add(started.startMarker());
    return started;
  }

  /** A record that could be read. */
  void row(TenantSnapshot of, ReadRow row, Place place) throws InterruptedException {
    if (++audited > AUDITED_RECORDS && tenants.size() > 1) {
      dropAudits();
    }
    switch (scope.rows().judge(of.row(place.number()), of.snapshot(), row)) {
      case Reading.Admitted(var event, String id, var present) -> {
        if (of.isFirst(row.domain(), id, present, place)) {
          counted(of, row.domain(), null);
          outlet.add(event);
        } else {
          counted(of, row.domain(), Refusal.DUPLICATE_ID);
          issues.duplicate(new Issues.Subject(of.tenant(), row.domain().name(), id), place);
        }
      }
      case Reading.Refused(String id, Refusal refusal, var violations) -> {
        Violation first = violations.getFirst();
        corrupted(of, row.domain(), id, refusal, place, first);
      }
    }
  }

  /** Something that should be a record, or a collection of them, and is not. */
  void corrupted(
      TenantSnapshot of,
      Domain domain,
      @Nullable String id,
      Refusal refusal,
      Place place,
      Violation violation) {
    counted(of, domain, refusal);
    String own = id == null || Limits.checkId(id) != null ? null : domain.canonicalId(id);
    Issues.Subject subject = new Issues.Subject(of.tenant(), domain.name(), own);
    Violation what = bounded(violation);
    issues.corrupted(subject, place, what.pointer(), what.detail());
    SnapshotAudit audit = of.audit();
    if (audit == null) {
      return;
    }
    switch (place) {
      case Place.InStore(long n, String key, String pointer) ->
          audit.corrupted(domain, id, key, pointer + what.pointer(), refusal.slug(), what.detail());
      case Place.OnLine(long n) ->
          audit.corrupted(
              domain, id, null, what.pointer(), refusal.slug(), "line " + n + ": " + what.detail());
    }
  }

  /** A line of which nobody can say whose record it is, or of which domain. */
  void unreadable(@Nullable String tenant, Refusal refusal, Place place, Violation what) {
    unreadable.merge(refusal, 1L, Long::sum);
    if (tenant != null
        && (unreadableOf.size() < MAX_UNREADABLE || unreadableOf.containsKey(tenant))) {
      unreadableOf.merge(tenant, 1L, Long::sum);
    }
    scope.counters().refused(refusal);
    issues.corrupted(new Issues.Subject(tenant, null, null), place, what.pointer(), what.detail());
  }

  private static Violation bounded(Violation what) {
    return new Violation(Place.bounded(what.pointer()), Place.bounded(what.detail()));
  }

  private void counted(TenantSnapshot of, Domain domain, @Nullable Refusal refusal) {
    if (refusal == null) {
      of.counts().mapped(domain.name());
      counts.mapped(domain.name());
      scope.counters().mapped();
    } else {
      of.counts().rejected(domain.name(), refusal);
      counts.rejected(domain.name(), refusal);
      scope.counters().refused(refusal);
    }
  }

  private void dropAudits() {
    audits = false;
    tenants.values().forEach(TenantSnapshot::dropAudit);
  }

  /** Returns when all rows are in the log. */
  void flush() throws InterruptedException {
    outlet.flush();
  }

  /** Ends a tenant's snapshot, all of whose rows are in the log. */
  void end(TenantSnapshot of, ObjectNode report) throws InterruptedException {
    outlet.add(of.endMarker(report));
  }

  /** The audit of a tenant's records, or their figures where they were not audited. */
  ObjectNode report(TenantSnapshot of) {
    SnapshotAudit audit = of.audit();
    if (audit != null) {
      audit.size(of.size());
      audit.unreadable(unreadable(of));
      return audit.finish();
    }
    SnapshotCounts figures = figures(of);
    for (Domain domain : scope.blueprint().domains()) {
      Counts.OfDomain found = of.counts().of(domain.name());
      figures.mapped(domain, found.mapped());
      found.reasons().forEach((reason, n) -> figures.rejected(domain, reason.slug(), n));
    }
    return figures.finish();
  }

  /** The figures of a tenant, none of its records counted yet. */
  SnapshotCounts figures(TenantSnapshot of) {
    return new SnapshotCounts(scope.blueprint()).size(of.size()).unreadable(unreadable(of));
  }

  private long unreadable(TenantSnapshot of) {
    return unreadableOf.getOrDefault(of.tenant(), 0L);
  }

  /** What all forms answer with. */
  ObjectNode answer() {
    ObjectNode body = Json.MAPPER.createObjectNode().put("snapshot", head.snapshot());
    var position = outlet.position();
    body.put("position", position == null ? null : position.toString());
    body.set("domains", counts.json());
    body.putArray("unknownKeys");
    body.set("issues", issues.json());
    if (!unreadable.isEmpty()) {
      body.set("unreadable", Counts.json(unreadable));
    }
    return body;
  }
}
