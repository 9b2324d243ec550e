package dev.crossfade.standalone.campaign;

import dev.crossfade.standalone.folder.MigrationFolder;
import dev.crossfade.standalone.sample.Sample;
import dev.crossfade.standalone.sample.SampleDocuments;
import dev.crossfade.standalone.sample.SampleRecord;
import dev.crossfade.standalone.sample.SampleTenant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The few records of a tenant that all its sources edit. Not thread-safe: one a source. */
final class Pool {
  private static final int RECORDS_A_DOMAIN = 3;
  private static final double SCALE = 0.01;

  private final String tenant;
  private final List<SampleRecord> records;
  private final SampleDocuments documents;

  private Pool(String tenant, List<SampleRecord> records, SampleDocuments documents) {
    this.tenant = tenant;
    this.records = List.copyOf(records);
    this.documents = documents;
  }

  /**
   * The same records for each source of a tenant.
   *
   * @param number of the tenant, from 0
   */
  static Pool of(MigrationFolder folder, long seed, int number, String source) {
    Sample sample = Sample.of(folder.blueprint().json(), folder.sample(), seed, SCALE);
    SampleTenant tenant = sample.tenants().get(number);
    Map<String, Integer> counts = new HashMap<>();
    List<SampleRecord> few = new ArrayList<>();
    for (SampleRecord record : tenant.records()) {
      // A composite id is derived; the sender would not know it.
      boolean plain = !record.domain().equals("document_chunks");
      if (plain && counts.merge(record.domain(), 1, Integer::sum) <= RECORDS_A_DOMAIN) {
        few.add(record);
      }
    }
    Random random = new Random(seed * 31 + source.hashCode());
    return new Pool(
        folder.name() + "-" + seed + "-" + number, few, tenant.documents(source, random));
  }

  String tenant() {
    return tenant;
  }

  /** Parents first. */
  List<SampleRecord> records() {
    return records;
  }

  /** A document with some members of the record changed, and their names. */
  Edit edit(SampleRecord record, ObjectNode is, Random random) {
    ObjectNode other = documents.another(record);
    List<String> differing = new ArrayList<>();
    TreeSet<String> names = new TreeSet<>(is.propertyNames());
    names.addAll(other.propertyNames());
    for (String name : names) {
      JsonNode value = other.get(name);
      if (value != null && !value.equals(is.get(name))) {
        differing.add(name);
      }
    }
    ObjectNode data = is.deepCopy();
    List<String> changed = new ArrayList<>();
    int most = 1 + random.nextInt(3);
    while (changed.size() < most && !differing.isEmpty()) {
      String name = differing.remove(random.nextInt(differing.size()));
      data.set(name, other.get(name));
      changed.add(name);
    }
    return new Edit(data, changed);
  }

  /** The id in the log's key: a UUID is in lower case there. */
  static String keyId(SampleRecord record) {
    String id = record.id();
    boolean uuid = id.matches("[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}");
    return uuid ? id.toLowerCase(java.util.Locale.ROOT) : id;
  }

  /** A document that the schema forbids. */
  JsonNode spoiled(SampleRecord record) {
    return documents.spoiled(record);
  }

  /** A record as its writer changed it. */
  record Edit(ObjectNode data, List<String> changed) {}
}
