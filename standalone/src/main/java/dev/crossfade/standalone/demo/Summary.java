package dev.crossfade.standalone.demo;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.standalone.demo.check.Difference;
import dev.crossfade.standalone.demo.check.Verdict;
import dev.crossfade.standalone.demo.history.History;
import dev.crossfade.standalone.demo.history.WrittenEvent.Kind;
import dev.crossfade.standalone.demo.write.Trouble;
import dev.crossfade.standalone.demo.write.WriterCounts;
import dev.crossfade.standalone.sample.SampleTenant;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/** What is said at the end. */
final class Summary {
  private static final int SHOWN = 10;

  private Summary() {}

  static void ofWriters(Screen screen, History history, WriterCounts counts) {
    screen.good(
        String.format(
            Locale.ROOT,
            "%,d events acknowledged: %,d creates, %,d updates, %,d deletes",
            history.acknowledged(),
            history.acknowledged(Kind.CREATED),
            history.acknowledged(Kind.UPDATED),
            history.acknowledged(Kind.DELETED)));
    Map<Trouble, Long> troubles = counts.troubles();
    screen.dim(
        String.format(
            Locale.ROOT,
            "  on purpose: %,d requests repeated, %,d by half, %,d pairs the wrong way round,"
                + " %,d events refused (%,d corrected, %,d given up); %,d retries",
            troubles.get(Trouble.REPEATED),
            troubles.get(Trouble.HALF_REPEATED),
            troubles.get(Trouble.OVERTAKEN),
            counts.refusals(),
            troubles.get(Trouble.CORRECTED),
            troubles.get(Trouble.GIVEN_UP),
            counts.retries()));
  }

  static void ofCheck(Screen screen, Verdict verdict, Duration time) {
    screen.heading("Self-check: what the writers remember against what an SQL client reads");
    String compared =
        String.format(
            Locale.ROOT,
            "%,d records, %,d values, %,d documents over HTTP, in %.1f s",
            verdict.records(),
            verdict.columns(),
            verdict.reads(),
            time.toMillis() / 1e3);
    if (verdict.passed() && verdict.unsettled() == 0) {
      screen.good(compared + ": no difference. Nothing lost, nothing twice.");
      return;
    }
    screen.bad(
        compared
            + String.format(
                Locale.ROOT,
                ": %,d differences, %,d records nobody can tell",
                verdict.differences(),
                verdict.unsettled()));
    verdict.first().stream()
        .limit(SHOWN)
        .map(Difference::toString)
        .forEach(line -> screen.say("  " + line));
    if (verdict.differences() > SHOWN) {
      screen.say("  …");
    }
  }

  /** Lines to try while the node goes on running. */
  static void tryNext(Screen screen, Demo.Settings what, URI url, String psql) {
    Blueprint blueprint = what.folder().blueprint();
    SampleTenant tenant = what.sample().tenants().getFirst();
    // What is never deleted is there still.
    String one =
        tenant.records().stream()
            .filter(record -> record.source() == null && !record.deletable())
            .map(record -> record.domain() + "/" + escaped(record.id()))
            .findFirst()
            .orElse(blueprint.domains().getFirst().name() + "?limit=1");
    String domain = blueprint.domains().getFirst().name();
    screen.heading("Try next");
    screen.say(
        """
        # a record, in the shape that the application knows
        curl -s '%1$s/v1/%2$s/records/%3$s' -H 'X-Crossfade-Tenant: %4$s'

        # some of a kind
        curl -s '%1$s/v1/%2$s/records/%5$s?limit=3' -H 'X-Crossfade-Tenant: %4$s'

        # how far each partition is
        curl -s %1$s/v1/%2$s/progress

        # the rows
        %6$s -c 'SELECT count(*) FROM %7$s'\
        """
            .formatted(
                url,
                blueprint.name(),
                one,
                tenant.name(),
                domain,
                psql,
                blueprint.tablesParentsFirst().getLast().quotedName()));
  }

  private static String escaped(String id) {
    return URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
