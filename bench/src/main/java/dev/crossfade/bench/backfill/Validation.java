package dev.crossfade.bench.backfill;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.core.event.Envelope;
import dev.crossfade.core.event.Snapshot;
import dev.crossfade.core.event.SourceKey;
import dev.crossfade.core.event.Watermark;
import dev.crossfade.core.json.Document;
import dev.crossfade.ingest.admit.ReadAdmission;
import dev.crossfade.ingest.admit.ReadRow;
import dev.crossfade.ingest.admit.Reading;
import java.util.List;

/** The service's own judgement of records (schema, id, mapping), and nothing else. */
final class Validation {
  private static final int MAX_DATA = 256 * 1024;

  private final ReadAdmission rules;
  private final TaskRecords records;
  private final List<Document> documents;

  Validation(Blueprint blueprint, TaskRecords records) {
    this.rules = new ReadAdmission(blueprint, MAX_DATA, null);
    this.records = records;
    this.documents = records.documents();
  }

  /** Judges all of them once; the nanoseconds that took. */
  long run() {
    SourceKey source = new SourceKey("bench", "browser");
    Snapshot snapshot = new Snapshot("bench", new Watermark.Through(0));
    long begin = System.nanoTime();
    int number = 0;
    for (Document document : documents) {
      String id = "bench:0:" + ++number;
      Envelope envelope = new Envelope(id, source, Envelope.NO_SEQUENCE, null, null);
      ReadRow row = new ReadRow(records.domain(), null, document);
      if (!(rules.judge(envelope, snapshot, row) instanceof Reading.Admitted)) {
        throw new IllegalStateException("a made-up record is refused");
      }
    }
    return System.nanoTime() - begin;
  }
}
