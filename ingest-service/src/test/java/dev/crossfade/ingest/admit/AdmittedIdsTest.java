package dev.crossfade.ingest.admit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.crossfade.core.blueprint.Blueprint;
import dev.crossfade.core.event.ChangeEvent.RecordChange;
import dev.crossfade.core.event.RecordKey;
import dev.crossfade.core.event.http.Incoming;
import dev.crossfade.core.json.Document;
import dev.crossfade.kit.identity.Identity;
import dev.crossfade.kit.identity.Role;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which record an event is about, by each rule of identity. */
class AdmittedIdsTest {
  private static final Blueprint LAB =
      Blueprint.load(Path.of("../core/src/test/resources/identities"));

  @ParameterizedTest(name = "{0} {1} {2}")
  @DisplayName("subject and data name the same record, or the event is refused")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      nullValues = "-",
      textBlock =
          """
          updated | rooms/5                 | {"number": 5.0}             | 5
          updated | rooms/5                 | {"number": 6}               | ! /data/number
          updated | rooms/05                | {"number": 5}               | ! /data/number
          deleted | rooms/5                 | {}                          | 5
          deleted | rooms/5                 | {"number": 6}               | ! /data/number
          updated | devices/Any thing       | {"label": "x"}              | Any thing
          updated | devices/AAAAAAAA-2222-4333-8444-ABCDEFABCDEF | {}     | aaaaaaaa-2222-4333-8444-abcdefabcdef
          updated | visits/["t",7]          | {"task": "t", "number": 7}  | da79ea22-cc2e-517f-a4a9-3161347e84d2
          updated | visits/["t", "7"]       | {"task": "t", "number": 7}  | da79ea22-cc2e-517f-a4a9-3161347e84d2
          updated | visits/["t",8]          | {"task": "t", "number": 7}  | ! /data
          updated | visits/t                | {"task": "t", "number": 7}  | ! /data
          deleted | visits/["t",7]          | {}                          | da79ea22-cc2e-517f-a4a9-3161347e84d2
          deleted | visits/["t",8]          | {"task": "t", "number": 7}  | ! /data
          updated | settings/singleton      | {"theme": "x"}              | singleton
          updated | settings/other          | {"theme": "x"}              | ! /subject
          deleted | settings/other          | {}                          | ! /subject
          updated | tasks/1                 | {"id": "1", "tags": []}     | fa1e98fd-09a6-5522-8dd5-dd2994849754
          updated | tasks/fa1e98fd-09a6-5522-8dd5-dd2994849754 | {"id": "1", "tags": []} | ! /data/id
          """)
  void record(String kind, String subject, String data, String expected) {
    // when
    Judged judged = judge("laptop", kind, subject, data);

    // then
    String found =
        switch (judged) {
          case Judged.Admitted(var event) -> ((RecordChange) event).record().id();
          case Judged.Refused refused -> "! " + pointer(refused);
        };
    assertThat(found).isEqualTo(expected);
  }

  private static String pointer(Judged.Refused refused) {
    assertThat(refused.refusal()).isEqualTo(Refusal.ID_MISMATCH);
    return refused.problem().errors().getFirst().pointer().substring(1);
  }

  @Test
  @DisplayName("with the scope of a source, the same subject from two devices is two records")
  void twoDevices() {
    assertThat(key("laptop")).isNotEqualTo(key("phone"));
    assertThat(key("phone").tenant()).isEqualTo("t1");
    assertThat(key("phone").domain()).isEqualTo("tasks");
  }

  private static RecordKey key(String source) {
    Judged judged = judge(source, "created", "tasks/1", "{\"id\": \"1\", \"tags\": []}");
    return ((RecordChange) ((Judged.Admitted) judged).event()).record();
  }

  private static Judged judge(String source, String kind, String subject, String data) {
    Caller caller = Caller.of(new Identity("someone", "t1", Set.of(Role.WRITER)));
    Map<String, String> attributes =
        Map.of(
            "specversion",
            "1.0",
            "id",
            "e1",
            "source",
            "/sources/" + source,
            "type",
            "dev.crossfade.record." + kind,
            "subject",
            subject);
    Document document = Document.parse(data.getBytes(UTF_8));
    return new Admission(LAB, 3, 10_000, caller, null)
        .judge(new Incoming(attributes, document, List.of()));
  }
}
