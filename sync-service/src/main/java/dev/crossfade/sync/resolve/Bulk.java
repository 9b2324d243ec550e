package dev.crossfade.sync.resolve;

import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What became of all that matched a filter. For one thread. */
public final class Bulk {
  /** The most that one request goes through. */
  public static final int MOST = 10_000;

  /** How many are decided together. */
  public static final int CHUNK = 200;

  private int matched;
  private int done;
  private int moved;
  private int left;
  private boolean more;

  /** Another one that matches. */
  public void matched() {
    matched++;
  }

  /** It is as was asked. */
  public void done() {
    done++;
  }

  /** Its record had gone on. */
  public void moved() {
    moved++;
  }

  /** It waits as before. */
  public void left() {
    left++;
  }

  /** There are more than one request goes through. */
  public void more() {
    more = true;
  }

  /** How many may still be gone through. */
  public int room() {
    return MOST - matched;
  }

  /**
   * As it is answered.
   *
   * @param doneIs what those are called that are as was asked
   */
  public ObjectNode json(String doneIs) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("matched", matched)
        .put(doneIs, done)
        .put("moved", moved)
        .put("left", left)
        .put("more", more);
  }
}
