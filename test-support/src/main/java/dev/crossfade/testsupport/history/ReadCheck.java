package dev.crossfade.testsupport.history;

import dev.crossfade.testsupport.history.Read.Absent;
import dev.crossfade.testsupport.history.Read.Found;
import dev.crossfade.testsupport.history.RecordFold.Version;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Holds what reads were answered against the versions that the log leads to. */
final class ReadCheck {
  private final Fold fold;
  private final Tables tables;
  private final Iterable<Read> reads;
  private final Documents documents;
  private final Findings findings;
  private final Map<RecordName, List<Read>> byRecord = new HashMap<>();
  private final Map<Integer, List<Proof>> proofs = new HashMap<>();

  /** From {@code known} on it was known that all below {@code next} is applied. */
  private record Proof(long known, long next) {}

  ReadCheck(Fold fold, History history, Documents documents, Findings findings) {
    this.fold = fold;
    this.tables = history.tables();
    this.reads = history.reads();
    this.documents = documents;
    this.findings = findings;
  }

  void check() {
    gather();
    for (Read read : reads) {
      switch (read.result()) {
        case Found found -> checkFound(read, found);
        case Absent absent -> checkAbsent(read, absent);
        case Read.NotYet notYet -> checkNotYet(read);
      }
    }
    byRecord.forEach(this::checkOrder);
  }

  private void gather() {
    if (tables.takenAt() > 0) {
      tables.next().forEach((p, next) -> prove(p, tables.takenAt(), next));
    }
    for (Read read : reads) {
      Place waited = read.waitFor();
      if (waited != null && !(read.result() instanceof Read.NotYet)) {
        prove(waited.partition(), read.ended(), waited.offset() + 1);
      }
      if (read.result() instanceof Found found) {
        Place at = found.position();
        prove(at.partition(), read.ended(), at.offset() + 1);
        byRecord.computeIfAbsent(read.record(), r -> new ArrayList<>()).add(read);
      }
    }
    proofs.replaceAll((partition, list) -> highest(list));
  }

  private void prove(int partition, long known, long next) {
    if (known > 0) {
      proofs.computeIfAbsent(partition, p -> new ArrayList<>()).add(new Proof(known, next));
    }
  }

  /** In the order of time, each with the highest so far. */
  private static List<Proof> highest(List<Proof> list) {
    list.sort(Comparator.comparingLong(Proof::known));
    List<Proof> highest = new ArrayList<>();
    long most = 0;
    for (Proof proof : list) {
      if (proof.next() > most) {
        most = proof.next();
        highest.add(proof);
      }
    }
    return highest;
  }

  private void checkNotYet(Read read) {
    Place waited = read.waitFor();
    if (waited == null || read.began() == 0) {
      return;
    }
    for (Proof proof : proofs.getOrDefault(waited.partition(), List.of())) {
      if (proof.known() < read.began() && proof.next() > waited.offset()) {
        findings.add(11, about(read), waited + " applied, as was known before", "not yet applied");
        return;
      }
    }
  }

  private static String about(Read read) {
    return "read of " + read.record() + (read.waitFor() == null ? "" : " at " + read.waitFor());
  }

  private void checkFound(Read read, Found found) {
    RecordFold record = fold.records().get(read.record());
    List<Version> versions = versions(record);
    Version version = null;
    for (Version each : versions) {
      version = each.offset() == found.position().offset() ? each : version;
    }
    boolean here = record != null && record.partition == found.position().partition();
    if (version == null || !here) {
      boolean later =
          found.position().offset() >= tables.next().getOrDefault(found.position().partition(), 0L);
      if (!later) {
        findings.add(2, about(read), "a version of the record", found.position());
      }
      return;
    }
    if (!Objects.equals(version.data(), documents.canonical(found.data()))) {
      findings.add(4, about(read), version.data(), found.data());
    }
    Version least = least(read, versions);
    boolean parked = "parked".equals(found.state());
    if (least != null && version.offset() < least.offset() && !parked) {
      findings.add(11, about(read), "the version of " + least.offset() + " or later", found);
    }
    if (record != null && found.state() == null) {
      checkNamed(read, record);
    }
  }

  /** What was beside the record then and is so still was there all the time, and is to be named. */
  private void checkNamed(Read read, RecordFold record) {
    Place waited = read.waitFor();
    if (waited == null || waited.partition() != record.partition) {
      return;
    }
    boolean held = record.heldSince >= 0 && record.heldSince <= waited.offset();
    boolean waits = record.waiting().values().stream().anyMatch(at -> at <= waited.offset());
    if (held || waits) {
      findings.add(11, about(read), held ? "held is named" : "conflict is named", "no word of it");
    }
  }

  private void checkAbsent(Read read, Absent absent) {
    RecordFold record = fold.records().get(read.record());
    List<Version> versions = versions(record);
    Version least = least(read, versions);
    if (least == null || absent.state() != null) {
      return;
    }
    boolean deleted =
        versions.stream().anyMatch(v -> v.offset() >= least.offset() && v.data() == null);
    if (!deleted) {
      findings.add(11, about(read), "the version of " + least.offset() + " or later", "no record");
    }
  }

  private static List<Version> versions(@Nullable RecordFold record) {
    return record == null || record.versions == null ? List.of() : record.versions;
  }

  /** The last version at or below the position that was waited for. */
  private static @Nullable Version least(Read read, List<Version> versions) {
    Place waited = read.waitFor();
    Version least = null;
    for (Version version : versions) {
      least = waited != null && version.offset() <= waited.offset() ? version : least;
    }
    return least;
  }

  /** A read that began when another had ended answers no older version. */
  private void checkOrder(RecordName name, List<Read> all) {
    List<Read> byEnd = new ArrayList<>(all);
    byEnd.removeIf(read -> read.began() == 0);
    byEnd.sort(Comparator.comparingLong(Read::ended));
    List<Read> byBegin = new ArrayList<>(byEnd);
    byBegin.sort(Comparator.comparingLong(Read::began));
    long newest = -1;
    int ended = 0;
    for (Read read : byBegin) {
      while (ended < byEnd.size() && byEnd.get(ended).ended() < read.began()) {
        newest = Math.max(newest, offset(byEnd.get(ended)));
        ended++;
      }
      if (offset(read) < newest) {
        findings.add(5, name, "no version before " + newest + ", read before", offset(read));
      }
    }
  }

  private static long offset(Read read) {
    return read.result() instanceof Found found ? found.position().offset() : -1;
  }
}
