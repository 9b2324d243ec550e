package dev.crossfade.sync.apply;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.core.blueprint.Domain;
import dev.crossfade.core.event.RecordKey;
import dev.crossfade.core.json.Digest;
import dev.crossfade.core.json.Document;
import dev.crossfade.database.rows.RowReader;
import dev.crossfade.sync.store.Blueprints;
import dev.crossfade.sync.store.OutdatedRecords;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jooq.DSLContext;

/** Documents that are not kept beside the rows, because the rows give them back exactly. */
final class CapturedDocuments {
  private CapturedDocuments() {}

  private record Group(String tenant, String domain, Digest blueprint) {}

  /** By the way back through the rows as they were written; records without rows are left out. */
  static Map<RecordKey, Document> restored(
      DSLContext tx,
      short migration,
      Collection<RecordKey> keys,
      Function<Digest, Blueprint> blueprints) {
    Map<RecordKey, Document> documents = new HashMap<>();
    if (keys.isEmpty()) {
      return documents;
    }
    Map<Group, List<RecordKey>> groups = new HashMap<>();
    OutdatedRecords.writtenUnder(tx, migration, Blueprints.all(tx, migration), keys)
        .forEach(
            (key, blueprint) ->
                groups
                    .computeIfAbsent(
                        new Group(key.tenant(), key.domain(), blueprint), g -> new ArrayList<>())
                    .add(key));
    groups.forEach(
        (group, ofGroup) -> {
          Domain domain = blueprints.apply(group.blueprint()).domain(group.domain()).orElse(null);
          if (domain != null) {
            new RowReader(tx, migration, group.tenant())
                .read(domain, ofGroup)
                .forEach((key, tree) -> documents.put(key, Document.of(tree)));
          }
        });
    return documents;
  }
}
