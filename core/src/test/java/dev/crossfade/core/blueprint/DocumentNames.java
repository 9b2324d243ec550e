package dev.crossfade.core.blueprint;

import dev.crossfade.core.event.RecordKey;
import dev.crossfade.core.event.SourceKey;
import dev.crossfade.core.json.Document;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/** The ids behind row ids, as far as one document tells them: its own and those it refers to. */
final class DocumentNames {
  private DocumentNames() {}

  static ReferenceNames of(
      Blueprint blueprint, Domain domain, Document document, RecordContext context) {
    Map<String, String> ids = new HashMap<>();
    RecordKey own = context.key();
    String ownId = domain.idOf(document).orElse(own.id());
    ids.put(own.domain() + domain.rowId(own), ownId);
    for (Reference reference : domain.mapping().references(document)) {
      Domain target = blueprint.domain(reference.domain()).orElseThrow();
      SourceKey source = new SourceKey(own.tenant(), context.source());
      UUID rowId = target.rowId(target.recordKey(source, reference.id()));
      ids.put(reference.domain() + rowId, reference.id());
    }
    return (name, rowId) -> Objects.requireNonNull(ids.get(name + rowId));
  }
}
