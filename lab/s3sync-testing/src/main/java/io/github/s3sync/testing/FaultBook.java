package io.github.s3sync.testing;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;

/** Holds the pending faults; the first that matches a request is used. */
final class FaultBook {

  private final List<Entry> entries = new ArrayList<>();

  void add(String operation, int times, Fault fault) {
    add(request -> request.operation().equals(operation), times, fault);
  }

  synchronized void add(Predicate<RecordedRequest> which, int times, Fault fault) {
    if (times < 1) {
      throw new IllegalArgumentException("times must be positive: " + times);
    }
    entries.add(new Entry(which, times, fault));
  }

  synchronized void clear() {
    entries.clear();
  }

  synchronized Fault take(RecordedRequest request) {
    for (Iterator<Entry> i = entries.iterator(); i.hasNext(); ) {
      Entry entry = i.next();
      if (entry.which.test(request)) {
        if (entry.left != Integer.MAX_VALUE && --entry.left == 0) {
          i.remove();
        }
        return entry.fault;
      }
    }
    return Fault.NONE;
  }

  private static final class Entry {

    private final Predicate<RecordedRequest> which;
    private final Fault fault;
    private int left;

    private Entry(Predicate<RecordedRequest> which, int left, Fault fault) {
      this.which = which;
      this.left = left;
      this.fault = fault;
    }
  }
}
