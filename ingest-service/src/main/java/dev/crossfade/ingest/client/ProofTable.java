package dev.crossfade.ingest.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.crossfade.core.cutover.ProofState;
import dev.crossfade.core.cutover.TenantProof;
import dev.crossfade.core.log.Position;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.apache.commons.codec.digest.MurmurHash3;
import org.jspecify.annotations.Nullable;

/**
 * The proofs of a migration's tenants, as far as a decision asks for them: state, reading, the
 * control version, and the names of the sources that are applied. One array of bytes a tenant, in
 * an open hash table: about 90 bytes for a tenant with one source, so that a million fit into any
 * heap. One thread writes, any number read, without locks.
 */
final class ProofTable {
  private static final int FIRST_SLOTS = 1 << 10;
  private static final byte[] GONE = {};
  private static final Position SOMEWHERE = new Position(0, 0);
  private static final List<ProofState> STATES =
      List.of(ProofState.UNPROVEN, ProofState.VERIFIED, ProofState.WAITING, ProofState.DRIFT);
  private static final int READING = 1;
  private static final int LENGTH_BYTES = 2;

  /** State and reading, and the control version. */
  private static final int HEAD_BYTES = 1 + Long.BYTES;

  // Names of tenants come from outside: nobody may know which of them share a slot.
  private final int seed;

  private volatile AtomicReferenceArray<byte @Nullable []> slots =
      new AtomicReferenceArray<>(FIRST_SLOTS);
  private volatile int size;

  // The writer's own: tenants, and slots that are taken, by what was removed too.
  private int count;
  private int used;

  ProofTable() {
    this(new Random().nextInt());
  }

  ProofTable(int seed) {
    this.seed = seed;
  }

  /** How many tenants have a proof. */
  int size() {
    return size;
  }

  /**
   * What is known of a tenant, with no more than the decision needs: of the sources only the one
   * that is asked for, where it is applied.
   *
   * @return null where nothing is known
   */
  @Nullable TenantProof find(String tenant, @Nullable String source) {
    byte[] name = tenant.getBytes(UTF_8);
    AtomicReferenceArray<byte @Nullable []> now = slots;
    byte[] entry = now.get(slot(now, name));
    if (entry == null) {
      return null;
    }
    int at = LENGTH_BYTES + name.length;
    boolean applied = source != null && holds(entry, at + HEAD_BYTES, source.getBytes(UTF_8));
    SortedMap<String, Position> sources = new TreeMap<>();
    if (applied) {
      sources.put(source, SOMEWHERE);
    }
    ProofState state = STATES.get(entry[at] >> 1);
    boolean reading = (entry[at] & READING) != 0;
    long control = ByteBuffer.wrap(entry).getLong(at + 1);
    return new TenantProof(state, reading, null, Instant.EPOCH, List.of(), sources, control);
  }

  /** Keeps a proof. */
  void put(String tenant, TenantProof proof) {
    byte[] name = tenant.getBytes(UTF_8);
    int slot = slot(slots, name);
    if (slots.get(slot) == null) {
      makeRoom();
      slot = slot(slots, name);
      used++;
      count++;
      size = count;
    }
    slots.set(slot, entry(name, proof));
  }

  /** Forgets a tenant. */
  void remove(String tenant) {
    int slot = slot(slots, tenant.getBytes(UTF_8));
    if (slots.get(slot) != null) {
      // What lies behind it must still be found.
      slots.set(slot, GONE);
      count--;
      size = count;
    }
  }

  /** Forgets all. */
  void clear() {
    slots = new AtomicReferenceArray<>(FIRST_SLOTS);
    used = 0;
    count = 0;
    size = 0;
  }

  /** Where the tenant is, or the free slot behind which it cannot be. */
  private int slot(AtomicReferenceArray<byte @Nullable []> of, byte[] name) {
    int mask = of.length() - 1;
    int slot = MurmurHash3.hash32x86(name, 0, name.length, seed) & mask;
    for (byte[] entry = of.get(slot); entry != null; entry = of.get(slot)) {
      if (entry.length > 0 && isOf(entry, name)) {
        return slot;
      }
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private static boolean isOf(byte[] entry, byte[] name) {
    int length = length(entry, 0);
    return length == name.length
        && Arrays.equals(entry, LENGTH_BYTES, LENGTH_BYTES + length, name, 0, length);
  }

  /** Never more than two thirds full, counting what was removed. Readers keep the old one. */
  private void makeRoom() {
    AtomicReferenceArray<byte @Nullable []> old = slots;
    if ((used + 1L) * 3 <= old.length() * 2L) {
      return;
    }
    int needed = Math.max(FIRST_SLOTS, Integer.highestOneBit(count * 2 + 1) * 2);
    AtomicReferenceArray<byte @Nullable []> next = new AtomicReferenceArray<>(needed);
    used = 0;
    for (int i = 0; i < old.length(); i++) {
      byte[] entry = old.get(i);
      if (entry != null && entry.length > 0) {
        byte[] name = Arrays.copyOfRange(entry, LENGTH_BYTES, LENGTH_BYTES + length(entry, 0));
        next.set(slot(next, name), entry);
        used++;
      }
    }
    slots = next;
  }

  /** Length and name of the tenant, state, reading and version, length and name of each source. */
  private static byte[] entry(byte[] name, TenantProof proof) {
    Collection<byte[]> sources =
        proof.sources().keySet().stream().map(source -> source.getBytes(UTF_8)).toList();
    int length = LENGTH_BYTES + name.length + HEAD_BYTES;
    for (byte[] source : sources) {
      length += LENGTH_BYTES + source.length;
    }
    ByteBuffer entry = ByteBuffer.allocate(length);
    entry.putShort((short) name.length).put(name);
    entry.put((byte) (STATES.indexOf(proof.state()) << 1 | (proof.reading() ? READING : 0)));
    entry.putLong(proof.control());
    for (byte[] source : sources) {
      entry.putShort((short) source.length).put(source);
    }
    return entry.array();
  }

  private static boolean holds(byte[] entry, int from, byte[] source) {
    int at = from;
    while (at < entry.length) {
      int length = length(entry, at);
      at += LENGTH_BYTES;
      if (length == source.length
          && Arrays.equals(entry, at, at + length, source, 0, source.length)) {
        return true;
      }
      at += length;
    }
    return false;
  }

  private static int length(byte[] entry, int at) {
    return (entry[at] & 0xff) << 8 | (entry[at + 1] & 0xff);
  }
}
