package dev.crossfade.standalone.sample;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

/**
 * The ids of a school's records: mostly short ones that each school has too, some UUIDs in either
 * case, some with spaces and other scripts. Immutable once made.
 */
public final class SchoolIds {
  /** The share of students and obligations that nothing refers to, so that they may be deleted. */
  private static final int SPARED = 10;

  private final Map<SchoolDomain, List<String>> ids;

  private SchoolIds(Map<SchoolDomain, List<String>> ids) {
    this.ids = ids;
  }

  static SchoolIds make(double scale, Random random) {
    Map<SchoolDomain, List<String>> ids = new EnumMap<>(SchoolDomain.class);
    for (SchoolDomain domain : SchoolDomain.values()) {
      int count = Math.max(SPARED, (int) Math.round(domain.volume() * scale));
      List<String> list = new ArrayList<>(count);
      for (int i = 0; i < count; i++) {
        list.add(id(domain.prefix(), i, random));
      }
      ids.put(domain, List.copyOf(list));
    }
    return new SchoolIds(ids);
  }

  /** The id of the n-th record of its kind, from 0. */
  static String id(String prefix, int n, Random random) {
    if (n % 17 == 5) {
      return uuid(random).toString().toUpperCase(Locale.ROOT);
    }
    if (n % 29 == 7) {
      return uuid(random).toString();
    }
    if (n % 41 == 3) {
      return prefix + " Nr. " + n + " ü/ß 学校 100% \"🎒\"";
    }
    return prefix + "-" + (1_001 + n);
  }

  private static UUID uuid(Random random) {
    return new UUID(random.nextLong(), random.nextLong());
  }

  List<String> all(SchoolDomain domain) {
    return ids.getOrDefault(domain, List.of());
  }

  /** Whether the n-th record of the domain stays without others that refer to it. */
  static boolean spared(SchoolDomain domain, int n) {
    return domain.leaf()
        || ((domain == SchoolDomain.STUDENTS || domain == SchoolDomain.OBLIGATIONS)
            && n % SPARED == SPARED - 1);
  }

  /** A record to refer to, by an id that now and then is spelled in another case. */
  String reference(SchoolDomain domain, Random random) {
    List<String> list = all(domain);
    int n = random.nextInt(list.size());
    if (spared(domain, n)) {
      n--;
    }
    String id = list.get(n);
    return n % 17 == 5 && random.nextInt(4) == 0 ? id.toLowerCase(Locale.ROOT) : id;
  }
}
