package dev.crossfade.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.crossfade.core.cutover.CutoverDecision;
import dev.crossfade.core.cutover.CutoverRule;
import dev.crossfade.core.cutover.Mode;
import dev.crossfade.core.cutover.ProofState;
import dev.crossfade.core.cutover.TenantProof;
import dev.crossfade.testsupport.RealServers;
import dev.crossfade.testsupport.TestKafka;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What OpenFeature's own web provider makes of the answers; needs Node and npm. */
@ExtendWith(RealServers.class)
class OfrepProviderIT {
  private static final Path SOURCES = Path.of("../client-js/test/ofrep");
  private static final Path INSTALLED = Path.of("target/ofrep");
  private static final int TENANTS = 1_000;
  private static final long PATIENCE_SECONDS = 120;

  @BeforeAll
  static void install() throws Exception {
    boolean there = isThere("node") && isThere("npm");
    if (!there) {
      System.out.println("skipped: node and npm are not on the PATH");
    }
    assumeTrue(there, "skipped: node and npm are not on the PATH");
    Files.createDirectories(INSTALLED);
    for (String file : List.of("package.json", "package-lock.json", "evaluate.js")) {
      Files.copy(
          SOURCES.resolve(file), INSTALLED.resolve(file), StandardCopyOption.REPLACE_EXISTING);
    }
    if (!Files.exists(INSTALLED.resolve("node_modules/@openfeature/web-sdk"))) {
      Process npm =
          new ProcessBuilder("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
              .directory(INSTALLED.toFile())
              .inheritIO()
              .start();
      assertThat(npm.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) && npm.exitValue() == 0).isTrue();
    }
  }

  private static boolean isThere(String program) throws InterruptedException {
    try {
      return new ProcessBuilder(program, "--version").start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  /** The provider in a process of its own. */
  private static final class Provider implements AutoCloseable {
    private final Process process;
    private final PrintStream commands;
    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();

    Provider(int port, String flag, String token) throws IOException {
      ProcessBuilder builder =
          new ProcessBuilder("node", "evaluate.js")
              .directory(INSTALLED.toFile())
              .redirectError(ProcessBuilder.Redirect.INHERIT);
      builder.environment().put("BASE", "http://127.0.0.1:" + port);
      builder.environment().put("FLAG", flag);
      builder.environment().put("TOKEN", token);
      process = builder.start();
      commands = new PrintStream(process.getOutputStream(), true, UTF_8);
      var out = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
      Thread.ofVirtual().start(() -> out.lines().forEach(answers::add));
    }

    void tell(ObjectNode command) {
      commands.println(command);
    }

    JsonNode next() throws InterruptedException {
      String line = answers.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      assertThat(line).as("the provider answers").isNotNull();
      return JsonMapper.shared().readTree(line);
    }

    @Override
    public void close() {
      process.destroyForcibly();
    }
  }

  private static ObjectNode command() {
    return JsonMapper.shared().createObjectNode();
  }

  private static void ready(IngestServer server, School school) {
    try (Client client = new Client(server.port(), school.name())) {
      await().until(() -> client.device(Tokens.writer("t"), "?source=a").status() == 200);
    }
  }

  @Test
  @DisplayName("I9, I10: 1,000 tenants are evaluated as the rule says, before and after a change")
  void evaluates(TestKafka kafka) throws Exception {
    // given
    School school = School.create(kafka.bootstrap(), kafka.namespace());
    Random random = new Random(9);
    Map<String, TenantProof> proofs = new LinkedHashMap<>();
    for (int i = 0; i < TENANTS; i++) {
      ProofState state = Cutting.STATES.get(random.nextInt(4));
      proofs.put(
          "école-用-" + i,
          random.nextInt(4) == 0
              ? Cutting.proof(state, random.nextBoolean())
              : Cutting.proof(state, random.nextBoolean(), "phone"));
    }
    try (Cutting cutting = new Cutting(school)) {
      proofs.forEach(cutting::prove);
      cutting.share(Mode.HYBRID, 2_500);
      try (IngestServer server = school.serve(IngestSettings.defaults());
          Provider provider =
              new Provider(server.port(), school.name() + ".reads", Tokens.of(null, "operator"))) {
        ready(server, school);
        ObjectNode all = command().put("source", "phone");
        proofs.keySet().forEach(all.withArray("evaluate")::add);

        // when
        provider.tell(all);
        JsonNode before = provider.next();
        cutting.share(Mode.HYBRID, 7_500);
        awaitVersion(server, school, cutting.version());
        provider.tell(all);
        JsonNode after = provider.next();

        // then
        assertThat(targets(before)).isBetween(20L, targets(after) - 20);
        cutting.share(Mode.HYBRID, 2_500);
        check(before, cutting, proofs);
        cutting.share(Mode.HYBRID, 7_500);
        check(after, cutting, proofs);
      }
    }
  }

  private static void awaitVersion(IngestServer server, School school, long version) {
    try (Client client = new Client(server.port(), school.name())) {
      await()
          .until(
              () ->
                  client
                          .device(Tokens.writer("t"), "?source=a")
                          .body()
                          .path("controlVersion")
                          .asLong()
                      >= version);
    }
  }

  private static long targets(JsonNode found) {
    return found.valueStream().filter(one -> one.path(0).asString().equals("target")).count();
  }

  private static void check(JsonNode found, Cutting cutting, Map<String, TenantProof> proofs) {
    assertThat(found.size()).isEqualTo(TENANTS);
    proofs.forEach(
        (tenant, proof) -> {
          CutoverDecision decision = CutoverRule.decide(cutting.cutover(), proof, tenant, "phone");
          JsonNode one = found.path(tenant);
          assertThat(one.path(0).asString()).as(tenant).isEqualTo(decision.reads().text());
          assertThat(one.path(2).asString()).isEqualTo(decision.reason().text());
          assertThat(one.path(3).asInt()).isEqualTo(cutting.cutover().bucket(tenant));
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"poll", "sse"})
  @DisplayName("what the provider keeps follows a raise and a rollback")
  void follows(String how, TestKafka kafka) throws Exception {
    // given
    School school = School.create(kafka.bootstrap(), kafka.namespace() + "-" + how);
    try (Cutting cutting = new Cutting(school);
        IngestServer server = school.serve(IngestSettings.defaults());
        Provider provider =
            new Provider(server.port(), school.name() + ".reads", Tokens.writer("t-1"))) {
      cutting.prove("t-1", Cutting.proof(ProofState.VERIFIED, true, "phone"));
      ready(server, school);
      provider.tell(command().put("follow", "t-1").put("how", how));
      String first = provider.next().path("value").asString();

      // when
      cutting.share(Mode.HYBRID, 10_000);
      String raised = provider.next().path("value").asString();
      long began = System.nanoTime();
      cutting.share(Mode.LEGACY, 10_000);
      String back = provider.next().path("value").asString();

      // then
      System.out.printf(
          "%s: followed a rollback within %d ms of its being asked for%n",
          how, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began));
      assertThat(List.of(first, raised, back)).containsExactly("legacy", "target", "legacy");
    }
  }
}
