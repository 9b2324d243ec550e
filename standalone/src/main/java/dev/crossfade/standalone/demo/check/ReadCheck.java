package dev.crossfade.standalone.demo.check;

import dev.crossfade.standalone.demo.history.RecordExpectation;
import dev.crossfade.standalone.demo.history.WrittenEvent.RecordName;
import dev.crossfade.standalone.demo.write.Access;
import java.io.IOException;
import java.net.URI;
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
import java.util.function.Function;

/** Reads some records back through the HTTP interface and compares them as JSON values. */
final class ReadCheck {
  private static final int MOST = 300;

  private final HttpClient http;
  private final URI server;
  private final Function<String, Access> access;
  private final Findings findings;

  ReadCheck(HttpClient http, URI server, Function<String, Access> access, Findings findings) {
    this.http = http;
    this.server = server;
    this.access = access;
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
    String path = "/v1/school/records/" + name.domain() + "/" + escaped(name.id());
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.resolve(path)).timeout(Duration.ofSeconds(30)).GET();
    HttpResponse<String> response =
        http.send(
            access.apply(record.tenant()).addTo(request).build(),
            BodyHandlers.ofString(StandardCharsets.UTF_8));
    findings.read();
    String where = "GET /v1/school/records";
    String shown = name.domain() + "/" + name.id();
    String status = record.present() ? "200" : "404";
    String actual = Integer.toString(response.statusCode());
    findings.compare(where, record.tenant(), shown, "status", status, actual);
    if (record.present() && response.statusCode() == 200) {
      String data = Objects.requireNonNull(Objects.requireNonNull(record.last()).data());
      findings.compare(
          where,
          record.tenant(),
          shown,
          "document",
          Form.canonical(Form.parse(data)),
          Form.canonical(Form.parse(response.body())));
    }
  }

  private static String escaped(String id) {
    return URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
