package dev.crossfade.core.blueprint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.crossfade.core.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Counters and what comes after the move: sound, and broken in one place at a time. */
class BrokenSectionsTest {
  private static final String BLUEPRINT =
      """
      blueprint: 1
      name: chat
      schemaVersion: 1
      tables:
        - name: chat.conversations
          key: id
          columns:
            - id: uuid
            - message_count: integer
            - tokens: bigint
            - title: text
        - name: chat.messages
          key: id
          columns:
            - id: uuid
            - conversation_id: uuid
            - tokens: integer
            - role: text
      domains:
        - name: conversations
          schema: conversations.json
          id: {field: id, scope: tenant}
          conflicts: AUTO_OVERWRITE
          counters:
            /messageCount: {count: messages, by: /conversationId}
            /tokens: {sum: /tokens, of: messages, by: /conversationId, where: {/role: user}}
          rows:
            conversation:
              table: chat.conversations
              columns:
                id: {record: id}
                message_count: /messageCount
                tokens: /tokens
                title: /title
        - name: messages
          schema: messages.json
          id: {field: id, scope: tenant}
          conflicts: AUTO_OVERWRITE
          rows:
            message:
              table: chat.messages
              columns:
                id: {record: id}
                conversation_id: {from: /conversationId, reference: conversations, missing: park, onDelete: park}
                tokens: /tokens
                role: {from: /role, default: user}
      afterMove:
        - index: {table: chat.messages, columns: [role], unique: false, where: "role = 'user'"}
        - check: {table: chat.messages, name: tokens_not_negative, condition: "tokens >= 0"}
        - notNull: {table: chat.conversations, columns: [title]}
      """;
  private static final String CONVERSATIONS =
      """
      {"type": "object", "required": ["id"], "properties": {"id": {"type": "string"},
        "messageCount": {"type": "integer"}, "tokens": {"type": "integer"},
        "title": {"type": "string"}}}
      """;
  private static final String MESSAGES =
      """
      {"type": "object", "required": ["id", "conversationId"], "properties": {
        "id": {"type": "string"}, "conversationId": {"type": "string"},
        "tokens": {"type": "integer"}, "role": {"type": "string"}}}
      """;

  @TempDir Path folder;

  @Test
  @DisplayName("unbroken, they are there")
  void sound() throws IOException {
    // when
    Blueprint blueprint = load(BLUEPRINT);

    // then
    assertThat(blueprint.domain("conversations").orElseThrow().counters())
        .containsExactly(
            new Counter("/messageCount", "messages", "/conversationId", null, Map.of()),
            new Counter(
                "/tokens",
                "messages",
                "/conversationId",
                "/tokens",
                Map.of("/role", Json.MAPPER.getNodeFactory().stringNode("user"))));
    assertThat(blueprint.afterMove())
        .map(each -> each.getClass().getSimpleName() + " " + each.table())
        .containsExactly(
            "Index chat.messages", "Check chat.messages", "NotNull chat.conversations");
  }

  @Test
  @DisplayName("a column may be null unless each record gives it a value")
  void mayBeNull() throws IOException {
    // given
    Blueprint blueprint = load(BLUEPRINT);
    Table messages = blueprint.domain("messages").orElseThrow().mapping().recordTable();

    // then
    assertThat(messages.columns())
        .filteredOn(column -> blueprint.mayBeNull(messages, column))
        .map(Column::name)
        .containsExactly("tokens");
  }

  @ParameterizedTest(name = "{0} → {1}")
  @DisplayName("broken, they tell the path and what to do")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          'count: messages'   | 'count: message'      | domains.conversations.counters./messageCount.count | Did you mean "messages"?
          'count: messages'   | 'cuont: messages'     | domains.conversations.counters./messageCount | must be {count: domain
          'count: messages'   | 'count: messages, sum: /tokens, of: messages' | domains.conversations.counters./messageCount | must be {count: domain
          'count: messages, by: /conversationId' | 'count: messages' | domains.conversations.counters./messageCount.by | is missing
          'count: messages, by: /conversationId' | 'count: messages, by: /role' | domains.conversations.counters./messageCount.by | is no reference to conversations
          'count: messages, by: /conversationId' | 'count: messages, by: conversationId' | domains.conversations.counters./messageCount.by | is not the way to a field
          '/messageCount: {'  | '/mesageCount: {'     | domains.conversations.counters./mesageCount | Did you mean "/messageCount"?
          '/messageCount: {'  | '/title: {'           | domains.conversations.counters./title | must be a number
          '/messageCount: {count: messages, by: /conversationId}' | '/messageCount: messages' | domains.conversations.counters./messageCount | must be {count: domain
          'sum: /tokens'      | 'sum: /role'          | domains.conversations.counters./tokens | must be a number
          'of: messages, '    | ''                    | domains.conversations.counters./tokens.of | is missing
          'where: {/role'     | 'where: {/roel'       | domains.conversations.counters./tokens | Did you mean "/role"?
          'where: {/role: user}' | 'where: user'      | domains.conversations.counters./tokens.where | must be a mapping of fields
          '- index: {'        | '- indx: {'           | afterMove[0].indx | Did you mean "index"?
          'table: chat.messages, columns' | 'table: chat.message, columns' | afterMove[0].index.table | Did you mean "chat.messages"?
          'columns: [role]'   | 'columns: [rolle]'    | afterMove[0].index.columns | Did you mean "role"?
          'columns: [role]'   | 'columns: [tenant, role]' | afterMove[0].index.columns | goes in front by itself
          'columns: [role]'   | 'columns: [role, role]' | afterMove[0].index.columns | stands there twice
          'columns: [role]'   | 'columns: role'       | afterMove[0].index.columns | must be a list of at least one column
          'unique: false'     | 'unique: no'          | afterMove[0].index.unique | must be true or false
          'where: "role'      | 'were: "role'         | afterMove[0].index.were | Did you mean "where"?
          'condition: "tokens >= 0"' | 'condition: ""' | afterMove[1].check.condition | is empty
          'name: tokens_not_negative, ' | ''          | afterMove[1].check.name | is missing
          """)
  void broken(String find, String replacement, String path, String sentence) throws IOException {
    // given
    assertThat(BLUEPRINT).contains(find);
    String broken = BLUEPRINT.replace(find, replacement == null ? "" : replacement);

    // when
    BlueprintProblems problems = catchThrowableOfType(BlueprintProblems.class, () -> load(broken));

    // then
    assertThat(problems).isNotNull();
    assertThat(problems.problems())
        .anySatisfy(
            problem -> {
              assertThat(problem.path()).isEqualTo(path == null ? "" : path);
              assertThat(problem.sentence()).contains(sentence);
            });
  }

  private Blueprint load(String blueprint) throws IOException {
    Files.writeString(folder.resolve("blueprint.yaml"), blueprint, UTF_8);
    Files.writeString(folder.resolve("conversations.json"), CONVERSATIONS, UTF_8);
    Files.writeString(folder.resolve("messages.json"), MESSAGES, UTF_8);
    return Blueprint.load(folder);
  }
}
