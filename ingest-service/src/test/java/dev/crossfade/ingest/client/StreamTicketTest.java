package dev.crossfade.ingest.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class StreamTicketTest {
  private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

  private final AtomicReference<Instant> now = new AtomicReference<>(NOON);
  private final StreamTicket tickets = new StreamTicket(now::get);

  @Test
  void opensWhatItSealed() {
    // given
    OfrepContext device = new OfrepContext("школа 1", "phone");
    OfrepContext tenant = new OfrepContext("школа 1", null);

    // when
    String ticket = tickets.issue(device);

    // then
    assertThat(tickets.open(ticket)).isEqualTo(device);
    assertThat(tickets.open(tickets.issue(tenant))).isEqualTo(tenant);
    assertThat(tickets.issue(device)).isEqualTo(ticket).isNotEqualTo(tickets.issue(tenant));
  }

  @Test
  void endsAfterTwoHoursAtMost() {
    // given
    String ticket = tickets.issue(new OfrepContext("t-1", null));

    // when
    now.set(NOON.plus(Duration.ofHours(2)).minusSeconds(1));
    OfrepContext late = tickets.open(ticket);
    now.set(NOON.plus(Duration.ofHours(2)));
    OfrepContext tooLate = tickets.open(ticket);

    // then
    assertThat(late).isNotNull();
    assertThat(tooLate).isNull();
  }

  @Test
  void nobodyElseCanMakeOne() {
    // given
    String ticket = tickets.issue(new OfrepContext("t-1", null));

    // then
    assertThat(new StreamTicket(now::get).open(ticket)).isNull();
    for (int i = 0; i < ticket.length(); i++) {
      char other = ticket.charAt(i) == 'A' ? 'B' : 'A';
      String changed = ticket.substring(0, i) + other + ticket.substring(i + 1);
      assertThat(tickets.open(changed)).isNull();
      assertThat(tickets.open(ticket.substring(0, i))).isNull();
    }
    assertThat(tickets.open("x".repeat(100_000))).isNull();
    assertThat(tickets.open("%")).isNull();
  }
}
