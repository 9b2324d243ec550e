package dev.crossfade.sync.read;

import dev.crossfade.core.control.ControlState.ChangesLog;
import dev.crossfade.core.log.Partitioner;
import dev.crossfade.kit.migration.Migration;
import dev.crossfade.kit.migration.Migrations;
import dev.crossfade.sync.store.LogPartition;
import dev.crossfade.sync.store.SyncStore;
import io.helidon.webserver.http.ServerRequest;
import java.util.Optional;

/**
 * Whose data a request is about.
 *
 * @param partition in which all events of the tenant lie
 */
public record TenantScope(Migration migration, LogPartition partition, String tenant) {
  /**
   * The scope of a request for the migration that its path names.
   *
   * @throws dev.crossfade.kit.problem.ProblemException where the migration is not served, or not
   *     known yet
   */
  public static TenantScope of(
      ServerRequest request, String tenant, Migrations migrations, SyncStore store) {
    Migration migration = migrations.require(request.path().pathParameters().get("m"));
    int partitions = migration.log().map(ChangesLog::partitions).orElseThrow();
    LogPartition partition =
        new LogPartition(
            store.migrationId(migration.name()), Partitioner.partition(tenant, partitions));
    return new TenantScope(migration, partition, tenant);
  }

  /** The tenant's records of a domain; empty where the present blueprint has no such domain. */
  public Optional<RecordReader.Scope> records(String domain) {
    return migration
        .blueprint()
        .flatMap(blueprint -> blueprint.domain(domain))
        .map(d -> new RecordReader.Scope(partition, tenant, d, new PastDomains(migration)));
  }
}
