package dev.crossfade.core.decide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.crossfade.core.decide.Holes.Range;
import java.util.ArrayList;
import java.util.List;
import java.util.SequencedSet;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class HolesTest {
  @Property
  @Label("Ranges say what a plain set of numbers says")
  void asSet(@ForAll @Size(max = 60) List<@IntRange(min = 1, max = 40) Integer> numbers) {
    // given
    Holes holes = new Holes();
    TreeSet<Long> set = new TreeSet<>();
    long last = 0;

    for (long number : numbers) {
      // when
      if (number > last) {
        if (number > last + 1) {
          holes.open(last + 1, number - 1);
        }
        for (long left = last + 1; left < number; left++) {
          set.add(left);
        }
        last = number;
      } else if (set.contains(number)) {
        boolean splits = set.contains(number - 1) && set.contains(number + 1);
        assertThat(holes.splitBy(number)).isEqualTo(splits);
        holes.take(number);
        set.remove(number);
      }

      // then
      for (long each = 0; each <= 41; each++) {
        assertThat(holes.contains(each)).isEqualTo(set.contains(each));
      }
      assertThat(holes.ranges()).isEqualTo(ranges(set));
      assertThat(Holes.of(holes.ranges()).ranges()).isEqualTo(holes.ranges());
      assertThat(holes.isEmpty()).isEqualTo(set.isEmpty());
    }
  }

  private static List<Range> ranges(SequencedSet<Long> set) {
    List<Range> ranges = new ArrayList<>();
    for (long number : set) {
      if (!set.contains(number - 1)) {
        long to = number;
        while (set.contains(to + 1)) {
          to++;
        }
        ranges.add(new Range(number, to));
      }
    }
    return ranges;
  }

  @Test
  void takesOnlyWhatIsLeftOut() {
    Holes holes = Holes.of(List.of(new Range(4, 6)));

    assertThatIllegalStateException().isThrownBy(() -> holes.take(3));
    assertThatIllegalStateException().isThrownBy(() -> holes.take(7));
  }

  @Test
  void noSuchRanges() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Range(0, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new Range(3, 2));
  }
}
