package io.github.s3sync.reconcile.compare;

import io.github.s3sync.reconcile.listing.ListedObject;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * Maps the key of each expected replica to the size and eTag of its source. An entry has 20 bytes
 * for two digests, and needs 25 to 32 bytes, including space for growth. Two keys with the same
 * 108-bit digest are not distinguished. Two different objects appear to be equal with a probability
 * of 1 in 2^61.
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

  /**
   * So many that in a heap of up to 2 GB no part is as large as half a region of the G1 collector,
   * which would give it whole regions.
   */
  private static final int STRIPES = 1 << 12;

  private static final int FIRST_SIZE = 16;

  /** An entry has three integers for the key, and two for the object and the state. */
  private static final int ENTRY = 5;

  private static final int VALUE = 3;

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
    return stripes[(int) (digest.high >>> (Long.SIZE - 12))];
  }

  /** Holds one of many parts of the table. Each part grows independently. */
  private final class Stripe {

    private int[] entries = new int[FIRST_SIZE * ENTRY];
    private int used;

    synchronized int size() {
      return used;
    }

    synchronized void add(Digest key, long value) {
      int slot = find(key);
      long present = value(slot);
      if (present != 0) {
        setValue(slot, with(present, State.SHARED));
        return;
      }
      if (bytes(entries.length) > maxBytes) {
        throw new TableFullException(maxBytes);
      }
      if ((used + 1L) * ENTRY > entries.length * 4L / 5) {
        grow();
        slot = find(key);
      }
      entries[slot] = (int) key.low;
      entries[slot + 1] = (int) (key.low >>> Integer.SIZE);
      entries[slot + 2] = (int) key.high;
      setValue(slot, value);
      used++;
    }

    synchronized boolean claim(Digest key, long value) {
      long present = value(find(key));
      if (present == 0) {
        add(key, value);
      }
      return present == 0 || present == value;
    }

    synchronized boolean see(Digest key, long object) {
      int slot = find(key);
      long value = value(slot);
      if (value == 0) {
        return false;
      }
      if (State.of(value) != State.SHARED) {
        boolean same = object != 0 && (value & ~STATE_BITS) == (object & ~STATE_BITS);
        setValue(slot, with(value, same ? State.SAME : State.OTHER));
      }
      return true;
    }

    synchronized State state(Digest key) {
      return State.of(value(find(key)));
    }

    private long value(int slot) {
      return value(entries, slot);
    }

    private static long value(int[] entries, int slot) {
      return join(entries[slot + VALUE], entries[slot + VALUE + 1]);
    }

    private void setValue(int slot, long value) {
      entries[slot + VALUE] = (int) value;
      entries[slot + VALUE + 1] = (int) (value >>> Integer.SIZE);
    }

    private static long with(long value, State state) {
      return (value & ~STATE_BITS) | state.code;
    }

    private static long join(int low, int high) {
      return Integer.toUnsignedLong(low) | (long) high << Integer.SIZE;
    }

    /** Returns the slot of a key, or the free slot for it. */
    private int find(Digest key) {
      int slots = entries.length / ENTRY;
      int slot = (int) Long.remainderUnsigned(key.low, slots) * ENTRY;
      while (value(slot) != 0
          && (entries[slot] != (int) key.low
              || entries[slot + 1] != (int) (key.low >>> Integer.SIZE)
              || entries[slot + 2] != (int) key.high)) {
        slot = slot + ENTRY == entries.length ? 0 : slot + ENTRY;
      }
      return slot;
    }

    private void grow() {
      if (bytes(grown(entries.length)) > maxBytes) {
        throw new TableFullException(maxBytes);
      }
      int[] old = entries;
      entries = new int[grown(old.length)];
      for (int i = 0; i < old.length; i += ENTRY) {
        if (value(old, i) != 0) {
          int slot = find(new Digest(old[i + 2], join(old[i], old[i + 1])));
          System.arraycopy(old, i, entries, slot, ENTRY);
        }
      }
    }
  }

  /** Returns the length of a larger part: small steps leave little memory unused. */
  private static int grown(int length) {
    return Math.toIntExact(length / ENTRY * 5L / 4 * ENTRY);
  }

  /**
   * Estimates the size of the table by the length of one stripe. Keys are distributed evenly, so
   * that all stripes have about the same size.
   */
  private static long bytes(int lengthOfOneStripe) {
    return (long) STRIPES * lengthOfOneStripe * Integer.BYTES;
  }

  /** Represents a 128-bit digest. The table uses 108 bits, 12 of them to choose the stripe. */
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
