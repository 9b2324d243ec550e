package dev.crossfade.standalone.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** Parts, acknowledgements and what comes after a crash, against a service that can fail. */
class LoadTest {
  private static final StateFile.Identity SAME =
      new StateFile.Identity(Map.of("--source", "erp", "--query students", "SELECT 1"));

  @TempDir private Path folder;
  private final FakeIngest ingest = new FakeIngest();
  private final Seen seen = new Seen();

  /** What was told. */
  private static final class Seen implements LoadListener {
    private final List<ObjectNode> issues = new ArrayList<>();
    private boolean resumed;

    @Override
    public void opened(String snapshot, boolean again) {
      resumed = again;
    }

    @Override
    public void reading(long total) {}

    @Override
    public void progress(long read, Tally tally) {}

    @Override
    public boolean wantsAllIssues() {
      return true;
    }

    @Override
    public void issue(ObjectNode issue) {
      issues.add(issue);
    }
  }

  /** Records of a list. */
  private static RecordSource records(List<String> names) {
    Iterator<String> each = names.iterator();
    return new RecordSource() {
      @Override
      public long total() {
        return names.size();
      }

      @Override
      public @Nullable SourceRecord next() {
        if (!each.hasNext()) {
          return null;
        }
        String name = each.next();
        if (name.equals("unreadable")) {
          return new SourceRecord.Unreadable("students", 1, "column x holds bytes");
        }
        String data = name.startsWith("bad") ? "{\"bad\":1}" : "{\"name\":\"" + name + "\"}";
        String line = "{\"tenant\":\"t1\",\"domain\":\"students\",\"data\":" + data + "}";
        return new SourceRecord.Line("t1", "students", line.getBytes(StandardCharsets.UTF_8));
      }

      @Override
      public void close() {}
    };
  }

  private static List<String> names(int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> "n" + i).toList();
  }

  @AfterEach
  void stop() {
    ingest.close();
  }

  private Load.Result load(List<String> names, @Nullable StateFile state, boolean dryRun)
      throws IOException, InterruptedException {
    Target target = new Target(ingest.url(), "school", null, "secret");
    try (SnapshotClient client =
        new SnapshotClient(target, Duration.ofMillis(300), (why, pause) -> {})) {
      LoadSettings settings = new LoadSettings("erp", null, null, true, null, 10, dryRun);
      Load load =
          new Load(client, settings, state, seen, () -> Instant.parse("2026-11-20T12:00:00Z"));
      return load.run(() -> records(names));
    }
  }

  private Load.Result resumable(List<String> names) throws IOException, InterruptedException {
    try (StateFile state = StateFile.open(folder.resolve("state"), SAME, false)) {
      return load(names, state, false);
    }
  }

  @Test
  @DisplayName("opens, sends numbered parts of one snapshot, ends each tenant with its counts")
  void parts() throws Exception {
    // when
    Load.Result result = load(names(0, 25), null, false);
    // then
    assertThat(ingest.taken().getFirst().query()).containsEntry("open", "true");
    assertThat(ingest.parts()).containsOnlyKeys(0, 1, 2, 3);
    assertThat(ingest.parts().getOrDefault(1, "").lines()).hasSize(10);
    assertThat(ingest.parts().getOrDefault(3, "").strip())
        .isEqualTo("{\"tenant\":\"t1\",\"end\":{\"students\":25}}");
    assertThat(ingest.taken().getLast().query())
        .containsEntry("snapshot", "s1")
        .containsEntry("asOf", "0:7,1:9")
        .containsEntry("more", "true")
        .containsEntry("source", "erp")
        .containsEntry("takenAt", "2026-11-20T12:00:00Z");
    assertThat(ingest.taken()).allMatch(each -> "Bearer secret".equals(each.authorization()));
    assertThat(result.tally().lines()).isEqualTo(25);
    assertThat(result.tally().rejected()).isZero();
  }

  @Test
  @DisplayName("busy and unavailable are waited for; what is rejected is told by its row")
  void waitsAndRejections() throws Exception {
    // given
    ingest.trouble(503, 429);
    List<String> names = new ArrayList<>(names(0, 12));
    names.set(11, "bad");
    names.add("unreadable");
    // when
    Load.Result result = load(names, null, false);
    // then
    assertThat(result.tally().rejected()).isEqualTo(2);
    assertThat(result.tally().unreadableRows()).isEqualTo(1);
    assertThat(seen.issues).hasSize(2);
    assertThat(seen.issues).anySatisfy(each -> assertThat(each.path("row").asInt()).isEqualTo(12));
  }

  @Test
  @DisplayName("issues that an answer has no room for are asked for, and keep nothing")
  void allIssues() throws Exception {
    // given
    ingest.listAtMost(1);
    List<String> names = new ArrayList<>(names(0, 25));
    names.set(12, "bad");
    names.set(17, "bad");
    names.set(18, "bad");
    // when
    Load.Result result = load(names, null, false);
    // then
    assertThat(result.tally().rejected()).isEqualTo(3);
    assertThat(seen.issues).extracting(each -> each.path("row").asInt()).contains(13, 18, 19);
    assertThat(ingest.parts()).hasSize(4);
  }

  @Test
  @DisplayName("a dry run opens nothing and asks for nothing to be kept")
  void dryRun() throws Exception {
    // when
    Load.Result result = load(names(0, 12), null, true);
    // then
    assertThat(result.snapshot()).isNull();
    assertThat(ingest.taken()).hasSize(2);
    assertThat(ingest.taken())
        .allSatisfy(
            each ->
                assertThat(each.query())
                    .containsEntry("dryRun", "true")
                    .doesNotContainKeys("snapshot", "part", "open", "more"));
  }

  @Test
  @DisplayName("after a crash: the same snapshot, and only what was not acknowledged")
  void resumes() throws Exception {
    // given
    ingest.breakFromPart(3);
    assertThatThrownBy(() -> resumable(names(0, 55))).isInstanceOf(UnreachableException.class);
    int before = ingest.taken().size();
    ingest.breakFromPart(Integer.MAX_VALUE);
    // when
    Load.Result result = resumable(names(0, 55));
    // then
    assertThat(seen.resumed).isTrue();
    assertThat(result.snapshot()).isEqualTo("s1");
    assertThat(before).isEqualTo(1 + 3);
    assertThat(ingest.taken().subList(before, ingest.taken().size()))
        .extracting(each -> each.query().get("part"))
        .containsExactly("3", "4", "5", "6");
    assertThat(result.tally().lines()).isEqualTo(55);
    assertThat(result.tally().repeated()).isEqualTo(30);
    assertThat(result.tally().domains().path("students").path("mapped").asInt()).isEqualTo(55);
  }

  @Test
  @DisplayName("what changed meanwhile is sent, with everything behind it")
  void changedMeanwhile() throws Exception {
    // given
    ingest.breakFromPart(4);
    assertThatThrownBy(() -> resumable(names(0, 50))).isInstanceOf(UnreachableException.class);
    int before = ingest.taken().size();
    List<String> changed = new ArrayList<>(names(0, 50));
    changed.set(15, "other");
    // when: the part with the change arrives, then it breaks again, and the change is taken back
    ingest.breakFromPart(2);
    assertThatThrownBy(() -> resumable(changed)).isInstanceOf(UnreachableException.class);
    ingest.breakFromPart(Integer.MAX_VALUE);
    Load.Result result = resumable(names(0, 50));
    // then
    assertThat(ingest.taken().subList(before, ingest.taken().size()))
        .extracting(each -> each.query().get("part"))
        .containsExactly("1", "1", "2", "3", "4", "5");
    assertThat(String.join("", ingest.parts().values()))
        .contains("\"n15\"")
        .doesNotContain("other");
    assertThat(result.tally().repeated()).isEqualTo(10);
  }

  @Test
  @DisplayName("a torn last line of the state is as if it had never been written")
  void tornState() throws Exception {
    // given
    ingest.breakFromPart(3);
    assertThatThrownBy(() -> resumable(names(0, 55))).isInstanceOf(UnreachableException.class);
    Path state = folder.resolve("state");
    byte[] whole = Files.readAllBytes(state);
    ingest.breakFromPart(Integer.MAX_VALUE);
    // when
    Files.write(state, Arrays.copyOf(whole, whole.length - 7));
    int before = ingest.taken().size();
    resumable(names(0, 55));
    // then
    assertThat(ingest.taken().get(before).query()).containsEntry("part", "2");
    try (StateFile again = StateFile.open(state, SAME, false)) {
      assertThat(again.isFinished()).isTrue();
    }
  }

  @Test
  @DisplayName("the state of another load, and a file of something else, are left alone")
  void otherState() throws Exception {
    // given
    resumable(names(0, 5));
    Path other = Files.writeString(folder.resolve("notes.txt"), "do not lose me\n");
    StateFile.Identity changed =
        new StateFile.Identity(Map.of("--source", "erp", "--query students", "SELECT 2"));
    // when
    assertThatThrownBy(() -> StateFile.open(folder.resolve("state"), changed, false))
        // then
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("--query students is not the same")
        .hasMessageContaining("--new");
    assertThatThrownBy(() -> StateFile.open(other, SAME, true))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(other).hasContent("do not lose me\n");
    try (StateFile anew = StateFile.open(folder.resolve("state"), changed, true)) {
      assertThat(anew.isFinished()).isFalse();
      assertThat(anew.snapshot()).isEmpty();
      assertThatThrownBy(() -> StateFile.open(folder.resolve("state"), changed, false))
          .hasMessageContaining("Another process");
    }
  }
}
