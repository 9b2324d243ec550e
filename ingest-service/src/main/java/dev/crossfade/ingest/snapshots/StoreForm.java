package dev.crossfade.ingest.snapshots;

import dev.crossfade.core.audit.SnapshotAudit;
import dev.crossfade.core.blueprint.IdRule;
import dev.crossfade.core.blueprint.StoreLayout;
import dev.crossfade.core.json.JsonRules.Violation;
import dev.crossfade.core.legacy.Guess;
import dev.crossfade.core.legacy.JsonPlaces;
import dev.crossfade.core.legacy.LegacyRecords;
import dev.crossfade.core.legacy.Slice;
import dev.crossfade.core.legacy.StoreDecoders;
import dev.crossfade.core.legacy.StoreStrings;
import dev.crossfade.core.legacy.UndecodableException;
import dev.crossfade.ingest.admit.ReadRow;
import dev.crossfade.ingest.admit.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Feeds the records of a browser's store to a backfill, referenced domains first. One entry is
 * unescaped and decoded at a time. Lives for one store; not thread-safe.
 */
final class StoreForm {
  private static final int LISTED_KEYS = 1_000;

  private final StoreDecoders decoders;
  private final Map<String, Slice> entries;
  private final Backfill backfill;
  private final TenantSnapshot tenant;
  private @Nullable String openKey;
  private Slice open = Slice.of(new byte[0]);
  private long number;

  StoreForm(
      StoreDecoders decoders,
      Map<String, Slice> entries,
      Backfill backfill,
      TenantSnapshot tenant) {
    this.decoders = decoders;
    this.entries = entries;
    this.backfill = backfill;
    this.tenant = tenant;
  }

  /** Feeds all of it, and lists the keys that no domain claims. */
  ArrayNode run(ObjectNode nodes) throws InterruptedException {
    StoreLayout.Contents contents = backfill.blueprint().storeLayout().sort(entries.keySet());
    for (StoreLayout.Lying lying : contents.lying()) {
      feed(lying);
    }
    openKey = null;
    open = Slice.of(new byte[0]);
    ArrayNode unknown = nodes.arrayNode();
    for (String key : contents.unknown()) {
      SnapshotAudit audit = tenant.audit();
      if (audit != null) {
        audit.unknownKey();
      }
      if (unknown.size() < LISTED_KEYS) {
        unknown.add(unknown(unknown.objectNode(), key));
      }
    }
    entries.forEach((key, string) -> tenant.grow(size(key) + size(string)));
    return unknown;
  }

  private void feed(StoreLayout.Lying lying) throws InterruptedException {
    String at = lying.place().at();
    try {
      Optional<Slice> found = JsonPlaces.locate(decoded(lying), at);
      if (found.isEmpty() || isNull(found.get())) {
        return;
      }
      if (lying.id() != null || lying.domain().idRule() instanceof IdRule.Singleton) {
        element(lying, LegacyRecords.single(found.get()));
      } else {
        each(lying, found.get());
      }
    } catch (UndecodableException e) {
      number++;
      backfill.corrupted(
          tenant,
          lying.domain(),
          lying.id(),
          Refusal.UNDECODABLE_ENTRY,
          new Place.InStore(number, lying.key(), ""),
          new Violation(e.pointer(), e.detail()));
    }
  }

  private void each(StoreLayout.Lying lying, Slice collection)
      throws UndecodableException, InterruptedException {
    try {
      LegacyRecords.each(
          collection,
          element -> {
            try {
              element(lying, element);
            } catch (InterruptedException e) {
              throw new InterruptedFeed(e);
            }
          });
    } catch (InterruptedFeed e) {
      throw e.cause;
    } catch (UndecodableException e) {
      throw new UndecodableException(lying.place().at() + e.pointer(), e.detail());
    }
  }

  /** Carries an interruption out of a consumer. */
  private static final class InterruptedFeed extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final InterruptedException cause;

    InterruptedFeed(InterruptedException cause) {
      super(cause);
      this.cause = cause;
    }
  }

  private void element(StoreLayout.Lying lying, LegacyRecords.Element element)
      throws InterruptedException {
    number++;
    String at = lying.place().at();
    String id = id(lying, element.key());
    switch (element) {
      case LegacyRecords.Legible(String pointer, String key, var document) ->
          backfill.row(
              tenant,
              new ReadRow(lying.domain(), id, document),
              new Place.InStore(number, lying.key(), at + pointer));
      case LegacyRecords.Illegible(String pointer, String key, String detail) ->
          backfill.corrupted(
              tenant,
              lying.domain(),
              id,
              Refusal.UNSTORABLE_DATA,
              new Place.InStore(number, lying.key(), at),
              new Violation(pointer, detail));
    }
  }

  /** Only where ids are the store's keys does the key name the record. */
  private static @Nullable String id(StoreLayout.Lying lying, @Nullable String member) {
    if (!(lying.domain().idRule() instanceof IdRule.Key)) {
      return null;
    }
    return lying.id() == null ? member : lying.id();
  }

  /** The entry's state; the last one is kept, since a key may hold several domains. */
  private Slice decoded(StoreLayout.Lying lying) throws UndecodableException {
    if (!lying.key().equals(openKey)) {
      openKey = null;
      open = Slice.of(new byte[0]);
      Slice raw = StoreStrings.text(string(lying.key()));
      open = decoders.decode(lying.place().envelope(), raw);
      openKey = lying.key();
    }
    return open;
  }

  private ObjectNode unknown(ObjectNode told, String key) {
    told.put("key", key);
    Slice string = string(key);
    try {
      byte[] raw = StoreStrings.text(string).copy();
      Guess guess = decoders.guess(key, raw).getFirst();
      told.put("size", raw.length);
      ArrayNode envelope = told.putArray("envelope");
      guess.chain().forEach(envelope::add);
      return told.put("reason", guess.reason());
    } catch (UndecodableException e) {
      told.put("size", size(string)).putArray("envelope");
      return told.put("reason", e.detail());
    }
  }

  private Slice string(String key) {
    Slice string = entries.get(key);
    if (string == null) {
      throw new IllegalStateException("a layout names keys of its store only");
    }
    return string;
  }

  private static boolean isNull(Slice value) {
    byte[] bytes = value.bytes();
    return value.length() == 4 && bytes[value.from()] == 'n';
  }

  private static long size(String key) {
    return key.getBytes(StandardCharsets.UTF_8).length;
  }

  /** Without the quotation marks; an escape counts as the characters that it is written with. */
  private static long size(Slice string) {
    return string.length() - 2L;
  }
}
