package dev.crossfade.core.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.crossfade.core.json.Document;
import dev.crossfade.core.json.Json;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** How much an audit holds, and what it does when that becomes too much. */
class AuditMemoryTest {
  private static final int MEGABYTE = 1_000_000;

  @Test
  @DisplayName(
      "200,000 records take some bytes each, their references none when parents come first")
  void compact() {
    // given
    SnapshotAudit audit = SnapshotAudit.of(Desk.BLUEPRINT);

    // when
    for (int i = 0; i < 1_000; i++) {
      add(audit, "f" + i, null);
    }
    for (int i = 0; i < 199_000; i++) {
      note(audit, i, "f" + i % 1_000);
    }

    // then
    assertThat(audit.bytes()).isBetween(200_000L * 16, 12L * MEGABYTE);
    assertThat(audit.finish().at("/found/orphanedReferences").intValue()).isZero();
  }

  @Test
  @DisplayName("200,000 references before their records: still bounded, and all of them resolved")
  void childrenFirst() {
    // given
    SnapshotAudit audit = SnapshotAudit.of(Desk.BLUEPRINT);

    // when
    for (int i = 0; i < 200_000; i++) {
      add(audit, "f" + i, "f" + (i + 1));
    }

    // then
    assertThat(audit.bytes()).isLessThan(60L * MEGABYTE);
    ObjectNode told = audit.finish();
    assertThat(told.at("/dataIntegrity/orphanedReferences").toString())
        .isEqualTo(
            "[{\"domain\":\"folders\",\"recordId\":\"f199999\",\"pointer\":\"/parentId\","
                + "\"to\":\"folders\",\"id\":\"f200000\"}]");
    assertThat(told.get("references").stringValue()).isEqualTo("checked");
  }

  @Test
  @DisplayName("a circle of a million: found without recursion, told by its first hundred")
  void longCircle() {
    // given
    SnapshotAudit audit = new SnapshotAudit(Desk.BLUEPRINT, 4 * MEGABYTE);

    // when
    for (int i = 0; i < MEGABYTE; i++) {
      add(audit, "" + i, "" + (i == 0 ? MEGABYTE - 1 : i - 1));
    }

    // then
    ObjectNode told = audit.finish();
    assertThat(told.at("/found/circularReferences").intValue()).isEqualTo(1);
    assertThat(told.at("/dataIntegrity/circularReferences/0/records").size()).isEqualTo(100);
    assertThat(told.at("/dataIntegrity/circularReferences/0/length").intValue())
        .isEqualTo(MEGABYTE);
    assertThat(told.at("/dataIntegrity/circularReferences/0/records/1").stringValue())
        .isEqualTo("999999");
  }

  @Test
  @DisplayName("above its bound it lets go of everything and says that nothing was checked")
  void above() {
    // given
    SnapshotAudit audit = new SnapshotAudit(Desk.BLUEPRINT, 1_000);

    // when
    for (int i = 0; i < 1_001; i++) {
      note(audit, i, null);
    }
    boolean again = note(audit, 1, "nowhere");

    // then
    ObjectNode told = audit.finish();
    assertThat(again).isTrue();
    assertThat(told.get("references").stringValue()).isEqualTo("not-checked");
    assertThat(told.get("itemCount").intValue()).isEqualTo(1_002);
    assertThat(told.at("/found/orphanedReferences").intValue()).isZero();
    assertThat(told.at("/found/missingReferences").intValue()).isEqualTo(2 * 1_001 + 1);
    assertThat(audit.bytes()).isLessThan(2_000);
  }

  @Test
  @DisplayName("at its bound it lets go of references whose records have come, and goes on")
  void settles() {
    // given
    SnapshotAudit audit = new SnapshotAudit(Desk.BLUEPRINT, 1_000);

    // when
    for (int i = 0; i < 400; i++) {
      note(audit, i, "f");
    }
    note(audit, 400, "x");
    add(audit, "f", null);
    for (int i = 1_000; i < 1_450; i++) {
      note(audit, i, "f");
    }

    // then
    ObjectNode told = audit.finish();
    assertThat(told.get("references").stringValue()).isEqualTo("checked");
    assertThat(told.at("/dataIntegrity/orphanedReferences").toString())
        .isEqualTo(
            "[{\"domain\":\"notes\",\"recordId\":\"400\",\"pointer\":\"/folderId\","
                + "\"to\":\"folders\",\"id\":\"x\"}]");
  }

  private static void add(SnapshotAudit audit, String id, @Nullable String parent) {
    ObjectNode folder = Json.MAPPER.createObjectNode().put("id", id).put("parentId", parent);
    audit.add(Desk.FOLDERS, id, Document.of(folder), null);
  }

  private static boolean note(SnapshotAudit audit, int id, @Nullable String folder) {
    ObjectNode note = Json.MAPPER.createObjectNode().put("id", "" + id).put("folderId", folder);
    return audit.add(Desk.NOTES, "" + id, Document.of(note), null);
  }
}
