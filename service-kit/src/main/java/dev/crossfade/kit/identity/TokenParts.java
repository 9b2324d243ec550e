package dev.crossfade.kit.identity;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A token in compact form (RFC 7515, section 3.1), taken apart but not yet believed. Duplicate
 * members are refused (RFC 7519, section 4), because two parsers may disagree on which one counts.
 */
record TokenParts(ObjectNode header, ObjectNode claims, String signed, String signature) {
  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(16)
                          .maxNumberLength(32)
                          .maxStringLength(8192)
                          .build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /** Takes a token apart, or says null when it has not that form. */
  static @Nullable TokenParts parse(String token) {
    int first = token.indexOf('.');
    int second = token.indexOf('.', first + 1);
    if (first <= 0 || second <= first + 1 || second == token.length() - 1) {
      return null;
    }
    if (token.indexOf('.', second + 1) >= 0) {
      return null;
    }
    ObjectNode header = object(token.substring(0, first));
    ObjectNode claims = object(token.substring(first + 1, second));
    String signature = token.substring(second + 1);
    if (header == null || claims == null || decode(signature) == null) {
      return null;
    }
    return new TokenParts(header, claims, token.substring(0, second), signature);
  }

  private static @Nullable ObjectNode object(String part) {
    byte[] bytes = decode(part);
    if (bytes == null) {
      return null;
    }
    try {
      // Jackson reads UTF-16 and UTF-32 too; a token is UTF-8 only.
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      JsonNode node = JSON.readTree(text);
      return node instanceof ObjectNode object ? object : null;
    } catch (JacksonException | CharacterCodingException e) {
      return null;
    }
  }

  /**
   * Strict base64url without padding; only the canonical spelling, so that one token is one text.
   */
  private static byte @Nullable [] decode(String part) {
    if (part.indexOf('=') >= 0) {
      return null;
    }
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(part);
      boolean canonical =
          Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).equals(part);
      return canonical ? bytes : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
