package dev.crossfade.standalone.demo.check;

import dev.crossfade.standalone.demo.history.RecordExpectation;
import dev.crossfade.standalone.demo.history.WrittenEvent.RecordName;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;

/** Reads some records back through the HTTP interface and compares them as JSON values. */
final class ReadCheck {
  private static final int MOST = 300;

  private final HttpClient http;
  private final SelfCheck.Target target;
  private final Plan plan;
  private final Findings findings;

  ReadCheck(HttpClient http, SelfCheck.Target target, Plan plan, Findings findings) {
    this.http = http;
    this.target = target;
    this.plan = plan;
    this.findings = findings;
  }

  void check(List<RecordExpectation> records, Random random)
      throws IOException, InterruptedException {
    List<RecordExpectation> some = new ArrayList<>(records);
    Collections.shuffle(some, random);
    for (RecordExpectation record : some.subList(0, Math.min(MOST, some.size()))) {
      if (record.settled()) {
        check(record);
      }
    }
  }

  private void check(RecordExpectation record) throws IOException, InterruptedException {
    RecordName name = record.record();
    // Where each source counts for itself, others know the record by its derived id.
    String id =
        name.source() == null
            ? name.id()
            : RowIds.ofKey(record.tenant(), name.domain(), name.id(), name.source());
    String path = "/v1/" + plan.name() + "/records/" + name.domain() + "/" + escaped(id);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(target.server().resolve(path)).timeout(Duration.ofSeconds(30)).GET();
    HttpResponse<String> response =
        http.send(
            target.access().apply(record.tenant()).addTo(request).build(),
            BodyHandlers.ofString(StandardCharsets.UTF_8));
    findings.read();
    String where = "GET /v1/" + plan.name() + "/records";
    String shown = name.domain() + "/" + name.id();
    String status = record.present() ? "200" : "404";
    String actual = Integer.toString(response.statusCode());
    findings.compare(where, record.tenant(), shown, "status", status, actual);
    if (record.present() && response.statusCode() == 200) {
      String data = Objects.requireNonNull(Objects.requireNonNull(record.last()).data());
      findings.compare(
          new Findings.Place(where, record.tenant(), shown, "document"),
          Form.canonical(Form.parse(data)),
          Form.canonical(Form.parse(response.body())),
          plan.domain(name.domain()).secret());
    }
  }

  private static String escaped(String id) {
    return URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
