package dev.crossfade.standalone.load;

import dev.crossfade.core.json.Digest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What was acknowledged of a load, so that it goes on after a crash: a JSON object a line, each on
 * the disk before the next part is sent. A torn last line was never on the disk as a whole and is
 * cut off. One process at a time. Confined to one thread.
 *
 * <p>The acknowledged parts are always the first of one and the same reading: when a part is read
 * that differs from the one acknowledged, that one and all behind it are forgotten. A part further
 * back that happens to be the same could hold a record as it was, behind which a newer form of it
 * was sent already.
 */
public final class StateFile implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String LOAD = "crossfade-load";
  private static final int VERSION = 1;

  private final Path path;
  private final FileChannel channel;
  private final FileLock lock;
  private final List<Acknowledged> acknowledged = new ArrayList<>();
  private @Nullable Begun begun;
  private boolean finished;

  /**
   * What makes two loads the same.
   *
   * @param members by name, as a person knows them; in a file, only their digests
   */
  public record Identity(Map<String, String> members) {
    public Identity {
      members = Map.copyOf(members);
    }
  }

  /**
   * A snapshot that was opened.
   *
   * @param asOf null where it has none
   * @param takenAt RFC 3339
   */
  record Begun(String snapshot, @Nullable String asOf, String takenAt) {}

  /** A part that the server has taken, and what it said of it: as text, since it may be many. */
  private record Acknowledged(Digest digest, String answer) {
    Acknowledged(Digest digest, JsonNode answer) {
      this(digest, JSON.writeValueAsString(answer));
    }
  }

  private StateFile(Path path, FileChannel channel, FileLock lock) {
    this.path = path;
    this.channel = channel;
    this.lock = lock;
  }

  /**
   * Opens the file, or makes it.
   *
   * @param anew forget what is in it
   * @throws IllegalArgumentException when it is about another load, or is no such file; the message
   *     says what to do
   */
  public static StateFile open(Path path, Identity identity, boolean anew) throws IOException {
    FileChannel channel =
        FileChannel.open(
            path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      StateFile file = new StateFile(path, channel, lock(path, channel));
      file.read(identity, anew);
      return file;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static FileLock lock(Path path, FileChannel channel) throws IOException {
    FileLock lock = null;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      // Held in this very process.
    }
    if (lock == null) {
      throw new IllegalArgumentException("Another process is at work with " + path + ".");
    }
    return lock;
  }

  private void read(Identity identity, boolean anew) throws IOException {
    String content = Files.readString(path, StandardCharsets.ISO_8859_1);
    int whole = content.lastIndexOf('\n') + 1;
    List<String> lines = content.substring(0, whole).lines().toList();
    if (lines.isEmpty() ? !torn(content) : !parse(lines.getFirst()).has(LOAD)) {
      throw new IllegalArgumentException(
          path + " holds something else than the state of a snapshot. Name another file.");
    }
    ObjectNode header = header(identity);
    if (lines.isEmpty() || anew) {
      channel.truncate(0);
      append(header);
      return;
    }
    requireSame(identity, parse(lines.getFirst()));
    channel.truncate(whole);
    for (String line : lines.subList(1, lines.size())) {
      take(parse(line));
    }
  }

  /** Whether it is the begin of a first line of ours, nothing at all included. */
  private static boolean torn(String content) {
    String ours = "{\"" + LOAD + "\":";
    return ours.startsWith(content) || content.startsWith(ours);
  }

  private JsonNode parse(String line) {
    try {
      return JSON.readTree(line.getBytes(StandardCharsets.ISO_8859_1));
    } catch (JacksonException e) {
      throw new IllegalArgumentException(
          path + " is damaged. Delete it to begin anew, or name another file.", e);
    }
  }

  private static ObjectNode header(Identity identity) {
    ObjectNode header = JsonNodeFactory.instance.objectNode().put(LOAD, VERSION);
    ObjectNode members = header.putObject("of");
    new LinkedHashMap<>(identity.members())
        .forEach((name, value) -> members.put(name, digest(value)));
    return header;
  }

  private static String digest(String text) {
    return Digest.of(text.getBytes(StandardCharsets.UTF_8)).hex();
  }

  private void requireSame(Identity identity, JsonNode header) {
    List<String> differing =
        identity.members().entrySet().stream()
            .filter(
                each ->
                    !digest(each.getValue())
                        .equals(header.path("of").path(each.getKey()).asString("")))
            .map(Map.Entry::getKey)
            .sorted()
            .toList();
    if (header.path(LOAD).asInt() != VERSION || !differing.isEmpty()) {
      throw new IllegalArgumentException(
          "%s is the state of another snapshot: %s not the same. Name another file with --state, or"
                  .formatted(
                      path, String.join(", ", differing) + (differing.size() == 1 ? " is" : " are"))
              + " forget that one with --new.");
    }
  }

  private void take(JsonNode line) {
    if (line.has("snapshot")) {
      begun =
          new Begun(
              line.path("snapshot").stringValue(),
              line.path("asOf").isString() ? line.path("asOf").stringValue() : null,
              line.path("takenAt").stringValue());
    } else if (line.has("part")) {
      acknowledged.add(
          new Acknowledged(Digest.parse(line.path("sha256").stringValue()), line.path("answer")));
    } else if (line.has("from")) {
      int from = line.path("from").intValue();
      acknowledged.subList(from, acknowledged.size()).clear();
    } else if (line.has("finished")) {
      finished = true;
    }
  }

  /** The snapshot to go on with; empty before the first was opened. */
  Optional<Begun> begun() {
    return Optional.ofNullable(begun);
  }

  /** Whether everything was sent and acknowledged. */
  public boolean isFinished() {
    return finished;
  }

  /** The snapshot's id, where one was opened. */
  public Optional<String> snapshot() {
    return begun().map(Begun::snapshot);
  }

  /** How many parts were acknowledged. */
  int parts() {
    return acknowledged.size();
  }

  /** What was answered to exactly this part; empty when it is to be sent. */
  Optional<ObjectNode> answer(Part part) throws IOException {
    if (part.number() >= acknowledged.size()) {
      return Optional.empty();
    }
    Acknowledged known = acknowledged.get(part.number());
    if (known.digest().equals(part.digest())) {
      return Optional.of((ObjectNode) JSON.readTree(known.answer()));
    }
    append(JsonNodeFactory.instance.objectNode().put("from", part.number()));
    acknowledged.subList(part.number(), acknowledged.size()).clear();
    return Optional.empty();
  }

  void begin(Begun opened) throws IOException {
    append(
        JsonNodeFactory.instance
            .objectNode()
            .put("snapshot", opened.snapshot())
            .put("asOf", opened.asOf())
            .put("takenAt", opened.takenAt()));
    begun = opened;
  }

  void acknowledge(Part part, ObjectNode answer) throws IOException {
    if (part.number() != acknowledged.size()) {
      throw new IllegalStateException("parts are acknowledged in their order");
    }
    ObjectNode line = JsonNodeFactory.instance.objectNode();
    line.put("part", part.number()).put("sha256", part.digest().hex()).set("answer", answer);
    append(line);
    acknowledged.add(new Acknowledged(part.digest(), answer));
  }

  void finish() throws IOException {
    append(JsonNodeFactory.instance.objectNode().put("finished", true));
    finished = true;
  }

  private void append(ObjectNode line) throws IOException {
    ByteBuffer bytes =
        ByteBuffer.wrap((JSON.writeValueAsString(line) + "\n").getBytes(StandardCharsets.UTF_8));
    channel.position(channel.size());
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
    channel.force(true);
  }

  @Override
  public void close() throws IOException {
    lock.release();
    channel.close();
  }

  @Override
  public String toString() {
    return Objects.toString(path);
  }
}
