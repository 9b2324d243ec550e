package dev.crossfade.ingest.admit;

import dev.crossfade.core.event.Limits;
import dev.crossfade.kit.identity.Identity;
import dev.crossfade.kit.identity.Role;
import org.jspecify.annotations.Nullable;

/**
 * Whose data a caller may send. The tenant comes from the token; only an importer names one in each
 * event.
 */
public final class Caller {
  private final @Nullable String tenant;
  private final boolean importer;

  private Caller(@Nullable String tenant, boolean importer) {
    this.tenant = tenant;
    this.importer = importer;
  }

  /**
   * The caller of a request.
   *
   * @throws dev.crossfade.kit.problem.ProblemException 400 {@code tenant-missing} when nothing can
   *     say whose data it sends; 403 {@code tenant-mismatch} when its tenant cannot be a key
   */
  public static Caller of(Identity who) {
    boolean importer = who.has(Role.IMPORTER);
    String tenant = importer ? who.tenant() : who.requireTenant();
    if (tenant != null && fault(tenant) != null) {
      throw Refusal.TENANT_MISMATCH
          .problem("The tenant that the token names " + fault(tenant) + ".")
          .exception();
    }
    return new Caller(tenant, importer);
  }

  /**
   * The tenant of an event that names this one, or none.
   *
   * @return the tenant, or why there is none
   */
  public Answer tenant(@Nullable String named) {
    if (named == null || named.equals(tenant)) {
      return tenant == null
          ? new Refused(Refusal.TENANT_MISSING, "is missing, and the token names none")
          : new Known(tenant);
    }
    if (!importer) {
      return new Refused(
          Refusal.TENANT_MISMATCH, "is not the caller's tenant: only an importer names another");
    }
    String fault = fault(named);
    return fault == null ? new Known(named) : new Refused(Refusal.MALFORMED_EVENT, fault);
  }

  /** Whether it may name tenants. */
  public boolean isImporter() {
    return importer;
  }

  /** A text that does not survive UTF-8 would end up as another tenant. */
  private static @Nullable String fault(String tenant) {
    return tenant.isBlank() ? "is blank" : Limits.checkId(tenant);
  }

  /** Whose the event is. */
  public sealed interface Answer {}

  /** It is this tenant's. */
  public record Known(String tenant) implements Answer {}

  /** The caller may not send it, or nobody can. */
  public record Refused(Refusal refusal, String detail) implements Answer {}
}
