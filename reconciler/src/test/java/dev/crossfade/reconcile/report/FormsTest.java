package dev.crossfade.reconcile.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossfade.core.event.RecordKey;
import dev.crossfade.core.log.Position;
import dev.crossfade.reconcile.compare.Cost;
import dev.crossfade.reconcile.compare.DomainCounts;
import dev.crossfade.reconcile.compare.DomainCounts.Count;
import dev.crossfade.reconcile.compare.FieldDifference;
import dev.crossfade.reconcile.run.Issue;
import dev.crossfade.reconcile.run.Level;
import dev.crossfade.reconcile.run.Run;
import dev.crossfade.reconcile.run.RunOrder;
import dev.crossfade.reconcile.run.RunPart;
import dev.crossfade.reconcile.run.RunState;
import dev.crossfade.reconcile.run.Scope;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.StringNode;

/** A report in each of its forms. */
class FormsTest {
  private static final Instant TIME = Instant.parse("2026-11-20T12:00:00Z");
  private static final String HOSTILE = "<script>alert(1)</script>";

  private static Report report(String tenant, String id, boolean values) {
    Run run =
        new Run(
            UUID.fromString("00000000-0000-0000-0000-000000000001"),
            (short) 1,
            1,
            new RunOrder(Level.ROWS, Scope.ALL, values, "ops", null),
            RunState.DRIFT,
            TIME,
            TIME,
            TIME.plusSeconds(2),
            null,
            null,
            1);
    var field =
        new FieldDifference("/name", StringNode.valueOf("Ada"), StringNode.valueOf(HOSTILE));
    Issue issue =
        new Issue(
            UUID.fromString("00000000-0000-0000-0000-000000000002"),
            1,
            true,
            Issue.State.CONFIRMED,
            Level.ROWS,
            "data_mismatch",
            true,
            new RecordKey(tenant, "students", id),
            "public.students",
            "r",
            "",
            "",
            -1,
            new Position(3, 1042),
            List.of(values ? field : new FieldDifference("/name", null, null)),
            null,
            TIME,
            new Issue.Decided(TIME, "ops", "because", null),
            null);
    var counts = new DomainCounts(120, 120, Map.of(Count.COMPARED, 120L, Count.VALID, 119L));
    RunPart part =
        new RunPart(
            3,
            RunPart.State.DONE,
            TIME,
            TIME,
            120,
            Map.of(3, 1042L),
            null,
            Map.of("students", counts),
            new Cost(256, 1, 2, 1, 120, 1),
            List.of());
    return new Report("school", run, List.of(part), List.of(issue), false);
  }

  @Test
  @DisplayName("JSON is as docs/reconciling.md shows it")
  void json() {
    // given
    Report report = report("school-1", "42", true);
    // when
    var json = ReportJson.of(report, TIME);
    // then
    assertThat(json.at("/positions/3").stringValue()).isEqualTo("3:1042");
    assertThat(json.at("/domains/students/valid").longValue()).isEqualTo(119);
    assertThat(json.at("/cost/rowsHashed").longValue()).isEqualTo(120);
    assertThat(json.at("/progress/done").intValue()).isEqualTo(1);
    assertThat(json.at("/issues/0/differences/0/expected").stringValue()).isEqualTo("Ada");
    assertThat(json.at("/issues/0/reason").stringValue()).isEqualTo("because");
    assertThat(json.at("/moreIssues").booleanValue()).isFalse();
  }

  @Test
  @DisplayName("the page says the verdict first, and nothing in it is markup that came from data")
  void html() {
    // given
    Report report = report(HOSTILE, "\"><img src=x onerror=alert(1)>", true);
    // when
    String page = ReportHtml.of(report, TIME);
    // then
    assertThat(page).doesNotContain("<script").doesNotContain("<img").contains("&lt;script&gt;");
    assertThat(page.indexOf("Drift: 1 difference is confirmed among 120 records."))
        .isPositive()
        .isLessThan(page.indexOf("Domain by domain"));
    assertThat(page).contains("3:1042").contains("Data mismatch: students/");
    assertThat(Page.POLICY).startsWith("default-src 'none'; style-src 'sha256-");
    assertThat(page).doesNotContain(" style=\"").doesNotContain("href=").doesNotContain("src=\"");
  }

  @Test
  @DisplayName("an issue of a snapshot names it in each form, and what is superseded is told")
  void ofSnapshot() {
    // given
    Report report = report("t", "42", true);
    Issue issue = report.issues().getFirst();
    var counts = new DomainCounts(3, 3, Map.of(Count.COMPARED, 3L, Count.SUPERSEDED, 2L));
    RunPart part = report.parts().getFirst();
    Report shown =
        new Report(
            "school",
            report.run(),
            List.of(
                new RunPart(
                    3,
                    part.state(),
                    TIME,
                    TIME,
                    3,
                    part.positions(),
                    null,
                    Map.of("students", counts),
                    part.cost(),
                    List.of())),
            List.of(
                new Issue(
                    issue.id(),
                    1,
                    true,
                    issue.state(),
                    Level.SNAPSHOT,
                    issue.type(),
                    true,
                    issue.record(),
                    "",
                    "",
                    "browser-a",
                    "snap-1",
                    3,
                    issue.position(),
                    issue.fields(),
                    "7 abc",
                    TIME,
                    null,
                    null)),
            false);
    // when // then
    assertThat(ReportJson.of(shown, TIME).at("/issues/0/source").stringValue())
        .isEqualTo("browser-a");
    assertThat(ReportJson.of(shown, TIME).at("/issues/0/snapshot").stringValue())
        .isEqualTo("snap-1");
    assertThat(ReportJson.of(shown, TIME).at("/domains/students/superseded").longValue())
        .isEqualTo(2);
    assertThat(ReportCsv.of(shown))
        .contains("reason,source,snapshot\r\n")
        .contains(",browser-a,snap-1");
    assertThat(ReportHtml.of(shown, TIME))
        .contains("by the snapshot of browser-a")
        .contains("Superseded since: 2.");
  }

  @Test
  @DisplayName("without values, none stands in any form")
  void withoutValues() {
    // given
    Report report = report("t", "42", false);
    // when // then
    assertThat(ReportHtml.of(report, TIME)).contains("/name").doesNotContain("Ada");
    assertThat(ReportCsv.of(report)).contains("/name").doesNotContain("Ada");
    assertThat(ReportJson.of(report, TIME).toString()).contains("/name").doesNotContain("Ada");
  }

  @Test
  @DisplayName("CSV: values are JSON in quotes, and no cell is a formula")
  void csv() {
    // given
    Report report = report("=HYPERLINK(1)", "a,\"b\"", true);
    // when
    String[] lines = ReportCsv.of(report).split("\r\n", -1);
    // then
    assertThat(lines[0])
        .startsWith("id,type,tenant,domain,recordId,state,position,firstSeen,field");
    assertThat(lines[1])
        .contains(",'=HYPERLINK(1),students,\"a,\"\"b\"\"\",confirmed,3:1042,")
        .contains("/name,\"\"\"Ada\"\"\",");
    assertThat(lines).hasSize(3);
  }

  @ParameterizedTest
  @DisplayName("the form follows Accept")
  @CsvSource(
      delimiter = '|',
      value = {
        " | JSON",
        "*/* | JSON",
        "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8 | HTML",
        "text/csv | CSV",
        "text/html;q=0.5, application/json | JSON",
        "image/png | JSON",
        "text/csv;q=x, text/html;q=0.1 | HTML",
      })
  void accept(String accept, Offered expected) {
    // given // when // then
    assertThat(Offered.of(accept)).isEqualTo(expected);
  }
}
