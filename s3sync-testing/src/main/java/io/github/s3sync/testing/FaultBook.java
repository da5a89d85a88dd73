package io.github.s3sync.testing;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** The faults still to come; the first that matches a request is taken. */
final class FaultBook {

  private final List<Entry> entries = new ArrayList<>();

  synchronized void add(String operation, int times, Fault fault) {
    if (times < 1) {
      throw new IllegalArgumentException("times must be positive: " + times);
    }
    entries.add(new Entry(operation, times, fault));
  }

  synchronized void clear() {
    entries.clear();
  }

  synchronized Fault take(String operation) {
    for (Iterator<Entry> i = entries.iterator(); i.hasNext(); ) {
      Entry entry = i.next();
      if (entry.operation.equals(operation)) {
        if (entry.left != Integer.MAX_VALUE && --entry.left == 0) {
          i.remove();
        }
        return entry.fault;
      }
    }
    return Fault.NONE;
  }

  private static final class Entry {

    private final String operation;
    private final Fault fault;
    private int left;

    private Entry(String operation, int left, Fault fault) {
      this.operation = operation;
      this.left = left;
      this.fault = fault;
    }
  }
}
