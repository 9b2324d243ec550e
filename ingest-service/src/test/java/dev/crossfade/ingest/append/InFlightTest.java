package dev.crossfade.ingest.append;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.api.Test;

class InFlightTest {
  private final InFlight inFlight = new InFlight(100, 3);

  @Test
  void boundsBytes() {
    // given
    InFlight.Room first = inFlight.take(60);

    // when
    InFlight.Room second = inFlight.take(41);
    InFlight.Room third = inFlight.take(40);

    // then
    assertThat(first).isNotNull();
    assertThat(second).isNull();
    assertThat(third).isNotNull();
    assertThat(inFlight.bytes()).isEqualTo(100);
  }

  @Test
  void boundsRequests() {
    // given
    inFlight.take(1);
    inFlight.take(1);
    inFlight.take(1);

    // when
    InFlight.Room fourth = inFlight.take(1);

    // then
    assertThat(fourth).isNull();
    assertThat(inFlight.requests()).isEqualTo(3);
  }

  @Test
  void theLastHolderGivesTheRoomBack() {
    // given
    InFlight.Room room = Objects.requireNonNull(inFlight.take(70));
    room.hold();

    // when
    room.release();
    long whileHeld = inFlight.bytes();
    room.release();

    // then
    assertThat(whileHeld).isEqualTo(70);
    assertThat(inFlight.bytes()).isZero();
    assertThat(inFlight.requests()).isZero();
  }
}
