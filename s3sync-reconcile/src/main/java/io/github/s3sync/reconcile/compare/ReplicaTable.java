package io.github.s3sync.reconcile.compare;

import io.github.s3sync.reconcile.listing.ListedObject;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * Maps the key of each expected replica to the size and eTag of its source. An entry has 24 bytes
 * for two digests, and needs about 36 bytes on average, including space for growth. Two keys with
 * the same 128-bit digest are not distinguished. Two different objects appear to be equal with a
 * probability of 1 in 2^61.
 *
 * <p>Safe for use by many threads.
 */
final class ReplicaTable {

  /** Describes the state of a key. */
  enum State {
    /** No source has this replica. */
    ABSENT(0),
    /** A source has this replica, and the replica was not seen. */
    UNSEEN(1),
    /** The replica was seen, and listings show that it is equal to its source. */
    SAME(2),
    /** The replica was seen, and listings do not show that it is equal to its source. */
    OTHER(3),
    /** Several sources have this replica. */
    SHARED(4),
    /** The replica was seen before any source, and has a verdict. */
    JUDGED(5);

    private final int code;

    State(int code) {
      this.code = code;
    }

    static State of(long value) {
      for (State state : STATES) {
        if (state.code == (value & STATE_BITS)) {
          return state;
        }
      }
      throw new IllegalArgumentException(Long.toString(value));
    }
  }

  private static final State[] STATES = State.values();

  private static final int STRIPES = 256;
  private static final int FIRST_SIZE = 16;
  private static final int ENTRY_BYTES = 24;

  /** The lowest bits of a value, which contain the state. State 0 marks a free slot. */
  private static final long STATE_BITS = 7;

  private final Stripe[] stripes = new Stripe[STRIPES];
  private final long maxBytes;

  /**
   * Creates a table.
   *
   * @param maxBytes how much memory it may use
   */
  ReplicaTable(long maxBytes) {
    this.maxBytes = maxBytes;
    Arrays.setAll(stripes, i -> new Stripe());
  }

  /** Adds the expected replica of a source. */
  void addSource(String replicaKey, ListedObject source) {
    Digest digest = Digest.of(replicaKey);
    stripe(digest).add(digest, (Digest.of(source) & ~STATE_BITS) | State.UNSEEN.code);
  }

  /** Adds a replica and returns whether it has a source. */
  boolean addReplica(ListedObject replica) {
    Digest digest = Digest.of(replica.key());
    return stripe(digest).see(digest, Digest.of(replica));
  }

  /** Records that a replica without a source has a verdict. */
  void addJudged(ListedObject replica) {
    Digest digest = Digest.of(replica.key());
    stripe(digest).add(digest, State.JUDGED.code);
  }

  /** Adds the replica of a source, and returns false if the replica of another source was added. */
  boolean claim(String replicaKey, String sourceKey) {
    Digest digest = Digest.of(replicaKey);
    long value = (Digest.of(sourceKey).high & ~STATE_BITS) | State.UNSEEN.code;
    return stripe(digest).claim(digest, value);
  }

  /** Returns the state of a key. */
  State state(String replicaKey) {
    Digest digest = Digest.of(replicaKey);
    return stripe(digest).state(digest);
  }

  /** Returns the number of keys in the table. */
  long size() {
    long size = 0;
    for (Stripe stripe : stripes) {
      size += stripe.size();
    }
    return size;
  }

  private Stripe stripe(Digest digest) {
    return stripes[(int) (digest.high >>> 56)];
  }

  /** Holds one of many parts of the table. Each part grows independently. */
  private final class Stripe {

    private long[] entries = new long[FIRST_SIZE * 3];
    private int used;

    synchronized int size() {
      return used;
    }

    synchronized void add(Digest key, long value) {
      int slot = find(key);
      if (entries[slot + 2] != 0) {
        set(slot, State.SHARED);
        return;
      }
      if ((used + 1) * 3L > entries.length * 4L / 5) {
        grow();
        slot = find(key);
      }
      entries[slot] = key.high;
      entries[slot + 1] = key.low;
      entries[slot + 2] = value;
      used++;
    }

    synchronized boolean claim(Digest key, long value) {
      long present = entries[find(key) + 2];
      if (present == 0) {
        add(key, value);
      }
      return present == 0 || present == value;
    }

    synchronized boolean see(Digest key, long object) {
      int slot = find(key);
      long value = entries[slot + 2];
      if (value == 0) {
        return false;
      }
      if (state(value) != State.SHARED) {
        boolean same = object != 0 && (value & ~STATE_BITS) == (object & ~STATE_BITS);
        set(slot, same ? State.SAME : State.OTHER);
      }
      return true;
    }

    synchronized State state(Digest key) {
      return state(entries[find(key) + 2]);
    }

    private void set(int slot, State state) {
      entries[slot + 2] = (entries[slot + 2] & ~STATE_BITS) | state.code;
    }

    private State state(long value) {
      return State.of(value);
    }

    /** Returns the slot of a key, or the free slot for it. */
    private int find(Digest key) {
      int slots = entries.length / 3;
      int slot = (int) Long.remainderUnsigned(key.low, slots) * 3;
      while (entries[slot + 2] != 0
          && (entries[slot] != key.high || entries[slot + 1] != key.low)) {
        slot = slot + 3 == entries.length ? 0 : slot + 3;
      }
      return slot;
    }

    private void grow() {
      long size = ReplicaTable.this.estimatedBytes(entries.length);
      if (size > maxBytes) {
        throw new TableFullException(maxBytes);
      }
      long[] old = entries;
      entries = new long[Math.toIntExact(old.length / 3L * 3 / 2 * 3)];
      for (int i = 0; i < old.length; i += 3) {
        if (old[i + 2] != 0) {
          int slot = find(new Digest(old[i], old[i + 1]));
          System.arraycopy(old, i, entries, slot, 3);
        }
      }
    }
  }

  /**
   * Estimates the size of the table after one stripe grows. Keys are distributed evenly, so that
   * all stripes have about the same size.
   */
  private long estimatedBytes(int entriesOfOneStripe) {
    return STRIPES * (entriesOfOneStripe / 3L * 3 / 2) * ENTRY_BYTES;
  }

  /** Represents a 128-bit digest. */
  private record Digest(long high, long low) {

    static Digest of(String key) {
      ByteBuffer bytes = ByteBuffer.wrap(md5(key.getBytes(StandardCharsets.UTF_8)));
      return new Digest(bytes.getLong(), bytes.getLong());
    }

    /** Returns a digest of size and eTag, or 0 if the eTag does not depend on the content only. */
    static long of(ListedObject object) {
      String eTag = object.eTag();
      if (eTag == null || !ListedEquality.isOfContent(eTag)) {
        return 0;
      }
      byte[] text = (object.sizeBytes() + " " + eTag).getBytes(StandardCharsets.UTF_8);
      return ByteBuffer.wrap(md5(text)).getLong();
    }

    private static byte[] md5(byte[] bytes) {
      try {
        return MessageDigest.getInstance("MD5").digest(bytes);
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every JDK has MD5", e);
      }
    }
  }
}
