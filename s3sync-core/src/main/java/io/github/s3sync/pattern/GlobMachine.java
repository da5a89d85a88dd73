package io.github.s3sync.pattern;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * Matches a glob with a state machine. It reads a key once, character by character, and keeps the
 * set of all places in the glob that the key read so far can have reached. For any key and glob,
 * the work is bounded by the product of their lengths. A regular expression of the JDK backtracks
 * instead, which can take hours for a key of a few hundred characters.
 *
 * <p>Place {@code n} is before the {@code n}th part of the glob, and the last place is its end.
 * Immutable.
 */
final class GlobMachine {

  private final List<Part> parts;

  GlobMachine(List<Part> parts) {
    this.parts = List.copyOf(parts);
  }

  /** A part of a glob. */
  sealed interface Part {}

  /** Matches one character. */
  record One(IntPredicate character) implements Part {}

  /** Matches any number of characters. */
  record Run(IntPredicate character) implements Part {}

  /** Matches nothing and continues at each of the places. */
  record Fork(List<Integer> places) implements Part {}

  boolean matches(String key) {
    return new Reading().matches(key);
  }

  /** Returns how many places are visited while a key is read. */
  long steps(String key) {
    Reading reading = new Reading();
    reading.matches(key);
    return reading.steps;
  }

  /** Reads one key. */
  private final class Reading {

    private Places now = new Places(parts.size() + 1);
    private Places next = new Places(parts.size() + 1);
    private long steps;

    boolean matches(String key) {
      now.add(0);
      for (int at = 0; at < key.length() && !now.isEmpty(); ) {
        int character = key.codePointAt(at);
        at += Character.charCount(character);
        spread();
        read(character);
      }
      spread();
      return now.contains(parts.size());
    }

    /** Adds the places that are reached without a character. Added places are visited as well. */
    private void spread() {
      for (int i = 0; i < now.size(); i++) {
        int place = now.get(i);
        steps++;
        if (place == parts.size()) {
          continue;
        }
        Part part = parts.get(place);
        if (part instanceof Run) {
          now.add(place + 1);
        } else if (part instanceof Fork fork) {
          steps += fork.places().size();
          fork.places().forEach(now::add);
        }
      }
    }

    private void read(int character) {
      next.clear();
      for (int i = 0; i < now.size(); i++) {
        int place = now.get(i);
        steps++;
        Part part = place == parts.size() ? null : parts.get(place);
        if (part instanceof One one && one.character().test(character)) {
          next.add(place + 1);
        } else if (part instanceof Run run && run.character().test(character)) {
          next.add(place);
        }
      }
      Places read = now;
      now = next;
      next = read;
    }
  }

  /** A set of places, in the order in which they were added. */
  private static final class Places {

    private final boolean[] members;
    private final List<Integer> order = new ArrayList<>();

    Places(int count) {
      this.members = new boolean[count];
    }

    void add(int place) {
      if (!members[place]) {
        members[place] = true;
        order.add(place);
      }
    }

    boolean contains(int place) {
      return members[place];
    }

    int size() {
      return order.size();
    }

    boolean isEmpty() {
      return order.isEmpty();
    }

    int get(int index) {
      return order.get(index);
    }

    void clear() {
      order.forEach(place -> members[place] = false);
      order.clear();
    }
  }
}
