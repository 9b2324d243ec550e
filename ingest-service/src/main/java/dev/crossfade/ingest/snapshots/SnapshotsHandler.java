package dev.crossfade.ingest.snapshots;

import dev.crossfade.ingest.admit.Caller;
import dev.crossfade.ingest.admit.Refusal;
import dev.crossfade.kit.http.Handler;
import dev.crossfade.kit.identity.Identity;
import dev.crossfade.kit.migration.Migration;
import dev.crossfade.kit.migration.Migrations;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.Locale;

/**
 * {@code POST /v1/{m}/snapshots}: a browser's store as JSON, an old backend's records as lines, or
 * the opening of an import in several requests. Thread-safe.
 */
public final class SnapshotsHandler implements Handler {
  private static final String JSON = "application/json";
  private static final String LINES = "application/x-ndjson";
  private static final String UTF_8 = "utf-8";

  private final Migrations migrations;
  private final Stores stores;
  private final Imports imports;

  /** Answers with the means of this desk. */
  public SnapshotsHandler(Migrations migrations, SnapshotDesk desk) {
    this.migrations = migrations;
    this.stores = new Stores(desk);
    this.imports = new Imports(desk);
  }

  @Override
  public void handle(ServerRequest request, ServerResponse response, Identity who)
      throws Exception {
    Migration migration = migrations.require(request.path().pathParameters().get("m"));
    Caller caller = Caller.of(who);
    if (request.query().contains("open")) {
      LinesQuery query = LinesQuery.read(request.query());
      if (query.open()) {
        imports.open(migration, query, request, response);
        return;
      }
    }
    switch (mediaType(request)) {
      case JSON -> stores.take(migration, caller, request, response);
      case LINES -> imports.take(migration, caller, request, response);
      default ->
          throw Refusal.UNSUPPORTED_MEDIA_TYPE
              .problem("A store is sent as " + JSON + ", records one a line as " + LINES + ".")
              .exception();
    }
  }

  /** Without parameters; the empty text where a charset is named that is not ours. */
  private static String mediaType(ServerRequest request) {
    if (!request.headers().contains(HeaderNames.CONTENT_TYPE)) {
      return "";
    }
    String[] parts = request.headers().get(HeaderNames.CONTENT_TYPE).values().split(";", -1);
    for (int i = 1; i < parts.length; i++) {
      String parameter = parts[i].strip().toLowerCase(Locale.ROOT).replace("\"", "");
      if (parameter.startsWith("charset=") && !parameter.equals("charset=" + UTF_8)) {
        return "";
      }
    }
    return parts[0].strip().toLowerCase(Locale.ROOT);
  }
}
