package dev.crossfade.standalone.sample;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Three schools with the volumes of large ones: 9,186 records each. The same seed gives the same
 * schools on every machine.
 */
public final class SchoolSample {
  private static final int SCHOOLS = 3;

  private SchoolSample() {}

  /** The schools in full size. */
  public static List<School> of(long seed) {
    return of(seed, 1);
  }

  /**
   * Smaller or larger schools.
   *
   * @param scale how many records for each of the full size; there are at least ten a domain
   */
  public static List<School> of(long seed, double scale) {
    List<School> schools = new ArrayList<>(SCHOOLS);
    for (int i = 1; i <= SCHOOLS; i++) {
      schools.add(school("school-" + i, scale, new Random(seed * SCHOOLS + i)));
    }
    return schools;
  }

  private static School school(String tenant, double scale, Random random) {
    SchoolIds ids = SchoolIds.make(scale, random);
    SchoolDocuments documents = new SchoolDocuments(ids, random);
    List<SampleRecord> records = new ArrayList<>();
    for (SchoolDomain domain : SchoolDomain.values()) {
      List<String> all = ids.all(domain);
      for (int n = 0; n < all.size(); n++) {
        String id = all.get(n);
        boolean deletable = SchoolIds.spared(domain, n);
        records.add(new SampleRecord(domain, id, documents.make(domain, id), deletable));
      }
    }
    return new School(tenant, records, ids);
  }
}
