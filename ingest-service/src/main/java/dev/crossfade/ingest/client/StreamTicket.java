package dev.crossfade.ingest.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.crossfade.core.json.CanonicalJson;
import dev.crossfade.core.json.Json;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Lets a browser's {@code EventSource}, which can send no token, listen to one context for an hour
 * or two. All that it hears there is that it should ask again, with its token. A ticket is sealed
 * with keys of this process, so that no name stands in an address; another process answers 401, and
 * the client asks for a new one. Two tickets of one hour for one context are the same, so that
 * nobody connects anew for nothing. Thread-safe.
 */
final class StreamTicket {
  private static final Duration PERIOD = Duration.ofHours(1);
  private static final int KEY_BYTES = 32;
  private static final int IV_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final int MAX_TEXT = 2_048;

  private final InstantSource clock;
  private final SecretKeySpec sealing;
  private final SecretKeySpec naming;

  StreamTicket(InstantSource clock) {
    SecureRandom random = new SecureRandom();
    byte[] key = new byte[KEY_BYTES];
    random.nextBytes(key);
    this.sealing = new SecretKeySpec(key, "AES");
    random.nextBytes(key);
    this.naming = new SecretKeySpec(key, "HmacSHA256");
    this.clock = clock;
  }

  /** A ticket for a context, good for one to two hours. */
  String issue(OfrepContext context) {
    long period = period(clock.instant());
    String source = context.source() == null ? "" : context.source();
    byte[] plain = CanonicalJson.array(List.of(context.tenant(), source, Long.toString(period)));
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(naming);
      // From the content: the same content may be sealed again, another never with the same one.
      byte[] iv = Arrays.copyOf(mac.doFinal(plain), IV_BYTES);
      byte[] sealed = cipher(Cipher.ENCRYPT_MODE, iv).doFinal(plain);
      byte[] all = Arrays.copyOf(iv, IV_BYTES + sealed.length);
      System.arraycopy(sealed, 0, all, IV_BYTES, sealed.length);
      return Base64.getUrlEncoder().withoutPadding().encodeToString(all);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JVM has AES-GCM and HMAC-SHA-256", e);
    }
  }

  /** The context of a ticket; null where it is none, not of this process, or over. */
  @Nullable OfrepContext open(String ticket) {
    if (ticket.length() > MAX_TEXT) {
      return null;
    }
    try {
      byte[] all = Base64.getUrlDecoder().decode(ticket.getBytes(UTF_8));
      if (all.length <= IV_BYTES) {
        return null;
      }
      byte[] iv = Arrays.copyOf(all, IV_BYTES);
      JsonNode plain =
          Json.parse(cipher(Cipher.DECRYPT_MODE, iv).doFinal(all, IV_BYTES, all.length - IV_BYTES));
      long left = period(clock.instant()) - Long.parseLong(plain.path(2).stringValue());
      if (left < 0 || left > 1) {
        return null;
      }
      String source = plain.path(1).stringValue();
      return new OfrepContext(plain.path(0).stringValue(), source.isEmpty() ? null : source);
    } catch (GeneralSecurityException | IllegalArgumentException | JacksonException e) {
      return null;
    }
  }

  private static long period(Instant time) {
    return time.getEpochSecond() / PERIOD.toSeconds();
  }

  private Cipher cipher(int mode, byte[] iv) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, sealing, new GCMParameterSpec(TAG_BITS, iv));
    return cipher;
  }
}
