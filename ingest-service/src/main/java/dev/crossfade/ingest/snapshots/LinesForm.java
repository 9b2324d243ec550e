package dev.crossfade.ingest.snapshots;

import dev.crossfade.core.audit.SnapshotCounts;
import dev.crossfade.core.blueprint.Domain;
import dev.crossfade.core.event.Watermark;
import dev.crossfade.core.json.JsonRules.Violation;
import dev.crossfade.ingest.admit.Caller;
import dev.crossfade.ingest.admit.ReadRow;
import dev.crossfade.ingest.admit.Refusal;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Feeds the lines of an import to a backfill, one after the other: no more is read than the log
 * takes. Lives for one request; not thread-safe.
 */
final class LinesForm {
  private static final int MAX_TENANTS = 10_000;

  private final LineReader lines;
  private final Caller caller;
  private final Watermarks watermarks;
  private final Backfill backfill;
  private final boolean more;
  private final Map<TenantSnapshot, Map<String, Long>> ended = new LinkedHashMap<>();

  /**
   * @param more whether further requests follow, so that tenants end by a line of their own only
   */
  LinesForm(
      LineReader lines, Caller caller, Watermarks watermarks, Backfill backfill, boolean more) {
    this.lines = lines;
    this.caller = caller;
    this.watermarks = watermarks;
    this.backfill = backfill;
    this.more = more;
  }

  /** Reads to the end, and ends what has ended. The audit is null where there is not one of all. */
  @Nullable ObjectNode run() throws IOException, InterruptedException {
    while (lines.next()) {
      Place place = new Place.OnLine(lines.number());
      if (lines.isTooLong()) {
        unreadable(null, Refusal.LINE_TOO_LONG, place, "", "is too long");
        continue;
      }
      byte[] line = lines.line();
      switch (ImportLine.read(line)) {
        case ImportLine.Row row -> row(row, place, line.length);
        case ImportLine.End(String tenant, Map<String, Long> records) ->
            end(tenant, records, place);
        case ImportLine.Unreadable(String tenant, Refusal refusal, Violation what) ->
            backfill.unreadable(known(tenant), refusal, place, what);
      }
    }
    if (!more && !caller.isImporter()) {
      // An empty store is a store: its owner is known without any line.
      own();
    }
    backfill.flush();
    return more ? endNamed() : endAll();
  }

  private void own() throws InterruptedException {
    if (caller.tenant(null) instanceof Caller.Known(String tenant)
        && backfill.known(tenant) == null) {
      snapshot(tenant, new Place.OnLine(lines.number()));
    }
  }

  private @Nullable ObjectNode endAll() throws InterruptedException {
    ObjectNode only = null;
    for (TenantSnapshot tenant : backfill.tenants()) {
      ObjectNode report = backfill.report(tenant);
      backfill.end(tenant, report);
      only = backfill.tenants().size() == 1 ? report : null;
    }
    backfill.flush();
    return only;
  }

  private @Nullable ObjectNode endNamed() throws InterruptedException {
    ObjectNode only = null;
    for (var each : ended.entrySet()) {
      ObjectNode report = figures(each.getKey(), each.getValue());
      backfill.end(each.getKey(), report);
      only = ended.size() == 1 ? report : null;
    }
    backfill.flush();
    return only;
  }

  /** What the sender says, since most of the records came before. */
  private ObjectNode figures(TenantSnapshot tenant, Map<String, Long> records) {
    SnapshotCounts figures = backfill.figures(tenant).stated();
    for (Domain domain : backfill.blueprint().domains()) {
      Counts.OfDomain here = tenant.counts().of(domain.name());
      long all = Math.max(records.getOrDefault(domain.name(), 0L), here.mapped() + here.rejected());
      figures.mapped(domain, all - here.rejected());
      here.reasons().forEach((reason, n) -> figures.rejected(domain, reason.slug(), n));
    }
    return figures.finish();
  }

  private void row(ImportLine.Row row, Place place, int length) throws InterruptedException {
    Optional<Domain> domain = backfill.blueprint().domain(row.domain());
    TenantSnapshot tenant = tenant(row.tenant(), place);
    if (tenant == null) {
      return;
    }
    tenant.grow(length);
    if (domain.isEmpty()) {
      String detail = "names no domain of this migration";
      unreadable(tenant.tenant(), Refusal.UNKNOWN_DOMAIN, place, "/domain", detail);
    } else {
      backfill.row(tenant, new ReadRow(domain.get(), row.id(), row.data()), place);
    }
  }

  private void end(@Nullable String named, Map<String, Long> records, Place place)
      throws InterruptedException {
    if (!more) {
      String detail = "is for requests that others follow: this one ends all of its tenants";
      unreadable(known(named), Refusal.MALFORMED_LINE, place, "/end", detail);
      return;
    }
    for (String domain : records.keySet()) {
      if (backfill.blueprint().domain(domain).isEmpty()) {
        String detail = "names no domain of this migration";
        unreadable(known(named), Refusal.UNKNOWN_DOMAIN, place, "/end", detail);
        return;
      }
    }
    TenantSnapshot tenant = tenant(named, place);
    if (tenant != null) {
      tenant.markEnded();
      ended.put(tenant, records);
    }
  }

  /** Whose line it is; null, where that is told as an issue. */
  private @Nullable TenantSnapshot tenant(@Nullable String named, Place place)
      throws InterruptedException {
    return switch (caller.tenant(named)) {
      case Caller.Refused(Refusal refusal, String detail) -> {
        unreadable(null, refusal, place, "/tenant", detail);
        yield null;
      }
      case Caller.Known(String tenant) -> {
        TenantSnapshot known = backfill.known(tenant);
        if (known != null && known.isEnded()) {
          unreadable(tenant, Refusal.MALFORMED_LINE, place, "", "comes behind its tenant's end");
          yield null;
        }
        yield known == null ? snapshot(tenant, place) : known;
      }
    };
  }

  private @Nullable TenantSnapshot snapshot(String tenant, Place place)
      throws InterruptedException {
    Watermark watermark = watermarks.of(tenant);
    if (watermark == null) {
      String detail = "its partition is not that of asOf";
      unreadable(tenant, Refusal.FOREIGN_AS_OF, place, "/tenant", detail);
      return null;
    }
    if (backfill.tenants().size() == MAX_TENANTS) {
      throw Refusal.TOO_MANY_TENANTS
          .problem("A request has at most " + MAX_TENANTS + " tenants. Send it in parts.")
          .exception();
    }
    return backfill.start(tenant, watermark);
  }

  private void unreadable(
      @Nullable String tenant, Refusal refusal, Place place, String pointer, String detail) {
    backfill.unreadable(tenant, refusal, place, new Violation(pointer, detail));
  }

  /** A tenant's name is told only to those who may name it. */
  private @Nullable String known(@Nullable String tenant) {
    return caller.tenant(tenant) instanceof Caller.Known(String sound) ? sound : null;
  }
}
