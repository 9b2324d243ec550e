package dev.crossfade.core.propose;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.crossfade.core.json.CanonicalJson;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds what tells the records of a list apart where no field is called like their id: another
 * one's id, or a few fields together. Too narrow an id lets one record overwrite another, so what
 * is unique in few records only loses against a name that says more.
 */
final class IdSearch {
  private static final int MAX_PARTS = 3;
  private static final int MAX_CANDIDATES = 16;

  /** By what the members mean; then what lies in the most different places. */
  private static final Comparator<List<IdPart>> BEST =
      Comparator.comparingInt(
              (List<IdPart> set) -> set.stream().mapToInt(part -> part.role().cost()).sum())
          .thenComparing(
              Comparator.comparingInt((List<IdPart> set) -> set.getFirst().distinct()).reversed());

  private final Found found;
  private final String domain;
  private final List<IdPart> parts;

  IdSearch(Found found, String domain) {
    this.found = found;
    this.domain = domain;
    Profile profile = new Profile();
    found.records().forEach(profile::add);
    this.parts =
        profile.members().entrySet().stream()
            .map(member -> IdPart.of(found, member.getKey(), member.getValue()))
            .filter(Objects::nonNull)
            .sorted(Comparator.comparing(IdPart::role))
            .limit(MAX_CANDIDATES)
            .toList();
  }

  /** The best guess; null where there is none. */
  @Nullable IdGuess best() {
    IdPart alone =
        parts.stream()
            .filter(part -> part.role() == IdPart.Role.ID && part.isUnique())
            .min(
                Comparator.comparing((IdPart part) -> !part.isOf(domain))
                    .thenComparing(part -> !IdGuess.shared(part.values())))
            .orElse(null);
    if (alone == null) {
      List<IdPart> together = together();
      return together == null ? null : composite(together);
    }
    return placed()
        .<IdGuess>map(place -> composite(List.of(alone, place)))
        .findFirst()
        .orElseGet(() -> field(alone));
  }

  /**
   * Places within what an id names: where the collection is named after them there are several
   * records to an id, though the dump may hold only one of each. Few records prove nothing either.
   */
  private Stream<IdPart> placed() {
    boolean few = found.records().size() < Leaves.ENOUGH;
    return parts.stream()
        .filter(part -> part.role() == IdPart.Role.PLACE && (few || part.isOf(domain)));
  }

  private @Nullable List<IdPart> together() {
    for (IdPart.Role last : List.of(IdPart.Role.CHOICE, IdPart.Role.ACCIDENT)) {
      List<IdPart> allowed =
          parts.stream().filter(part -> part.role().compareTo(last) <= 0).toList();
      for (int size = 2; size <= MAX_PARTS; size++) {
        List<List<IdPart>> sets = new ArrayList<>();
        grow(allowed, 0, List.of(), size, sets);
        if (!sets.isEmpty()) {
          return sets.stream().min(BEST).orElseThrow();
        }
      }
    }
    return null;
  }

  private void grow(
      List<IdPart> allowed, int from, List<IdPart> set, int size, List<List<IdPart>> sets) {
    if (set.size() == size) {
      List<IdPart> ordered =
          set.stream().sorted(Comparator.comparing(part -> part.role() != IdPart.Role.ID)).toList();
      if (ordered.getFirst().role() == IdPart.Role.ID && tellApart(ordered)) {
        sets.add(ordered);
      }
      return;
    }
    for (int i = from; i < allowed.size(); i++) {
      grow(
          allowed,
          i + 1,
          Stream.concat(set.stream(), Stream.of(allowed.get(i))).toList(),
          size,
          sets);
    }
  }

  private boolean tellApart(List<IdPart> set) {
    Set<String> ids = new HashSet<>();
    return IntStream.range(0, found.records().size())
        .mapToObj(record -> id(set, record))
        .allMatch(id -> IdGuess.isId(id) && ids.add(id.toLowerCase(Locale.ROOT)));
  }

  private static String id(List<IdPart> set, int record) {
    List<String> texts = set.stream().map(part -> part.values().get(record)).toList();
    return new String(CanonicalJson.array(texts), UTF_8);
  }

  private IdGuess field(IdPart part) {
    return new IdGuess(
        part.name(),
        List.of(),
        part.values(),
        false,
        IdGuess.shared(part.values()),
        "no field is called like its id; "
            + part.name()
            + " names each of the "
            + count()
            + ": always? else one overwrites another");
  }

  private IdGuess composite(List<IdPart> set) {
    List<String> names = set.stream().map(IdPart::name).toList();
    return new IdGuess(
        null,
        names,
        IntStream.range(0, found.records().size()).mapToObj(record -> id(set, record)).toList(),
        false,
        set.stream().anyMatch(part -> IdGuess.shared(part.values())),
        "no field alone surely names each of the "
            + count()
            + "; "
            + String.join(" and ", names)
            + " do together: always? with another value it is another record");
  }

  private String count() {
    int size = found.records().size();
    return size == 1 ? "one record" : size + " records";
  }
}
