package io.github.s3sync.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * What a glob means, as a machine that reads a key once, character by character, and is in all the
 * places at once where the key read so far may have led. However key and glob are chosen, the work
 * is bounded by the product of their lengths; an expression of the JDK tries one way after the
 * other, which a key of a few hundred characters can make last for hours.
 *
 * <p>Place {@code n} is that before the glob's {@code n}th part; the last is the end. Immutable.
 */
final class GlobMachine {

  private final List<Part> parts;

  GlobMachine(List<Part> parts) {
    this.parts = List.copyOf(parts);
  }

  /** What a glob consists of. */
  sealed interface Part {}

  /** One character. */
  record One(IntPredicate character) implements Part {}

  /** Any number of characters. */
  record Run(IntPredicate character) implements Part {}

  /** Nothing; goes on at each of the places. */
  record Fork(List<Integer> places) implements Part {}

  boolean matches(String key) {
    return new Reading().matches(key);
  }

  /** How many places are visited while a key is read. */
  long steps(String key) {
    Reading reading = new Reading();
    reading.matches(key);
    return reading.steps;
  }

  /** One key being read. */
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

    /** Adds the places that are reached without a character. Those added are visited, too. */
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
