package dev.crossfade.standalone.sample;

import dev.crossfade.standalone.sample.KnownRecords.Known;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Makes one tenant: first all ids that are known beforehand, then the documents, then counts. */
final class TenantMaker {
  private static final int LEAST = 10;

  private final Map<String, DomainPlan> domains = new LinkedHashMap<>();
  private final KnownRecords known = new KnownRecords();
  private final Words words;

  TenantMaker(List<DomainPlan> domains, Random random) {
    domains.forEach(domain -> this.domains.put(domain.name(), domain));
    this.words = new Words(random);
  }

  SampleTenant make(String name, double scale) {
    Map<String, List<@Nullable Known>> ids = new HashMap<>();
    for (DomainPlan domain : domains.values()) {
      ids.put(domain.name(), ids(domain, count(domain, scale)));
    }
    List<SampleRecord> records = new ArrayList<>();
    for (DomainPlan domain : domains.values()) {
      RecordMaker maker = new RecordMaker(domain, domains, known, words);
      List<@Nullable Known> own = ids.getOrDefault(domain.name(), List.of());
      for (int n = 0; n < own.size(); n++) {
        SampleRecord record = maker.make(n, own.get(n), writer(n));
        if (record != null) {
          records.add(record);
        }
      }
    }
    new Counts(domains.values(), records).fill();
    return new SampleTenant(name, records, List.copyOf(domains.values()), known);
  }

  private List<@Nullable Known> ids(DomainPlan domain, int count) {
    RecordMaker maker = new RecordMaker(domain, domains, known, words);
    List<@Nullable Known> list = new ArrayList<>();
    for (int n = 0; n < count; n++) {
      if (domain.idKind() == IdKind.COMPOSITE) {
        list.add(null);
        continue;
      }
      int number = domain.perSource() ? n / Sample.SOURCES.size() : n;
      String id = maker.id(number, writer(n));
      if (id != null) {
        list.add(known.add(domain, id, writer(n)));
      }
    }
    return list;
  }

  private static int count(DomainPlan domain, double scale) {
    if (domain.idKind() == IdKind.SINGLETON) {
      return domain.perSource() ? Sample.SOURCES.size() : 1;
    }
    int scaled = (int) Math.round(domain.volume() * scale);
    return Math.max(Math.min(LEAST, domain.volume()), scaled);
  }

  private static String writer(int n) {
    return Sample.SOURCES.get(n % Sample.SOURCES.size());
  }
}
