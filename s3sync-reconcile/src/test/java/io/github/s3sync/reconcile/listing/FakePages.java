package io.github.s3sync.reconcile.listing;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Simulates a store that lists keys correctly, or with one kind of error. */
final class FakePages implements PageSource {

  final List<String> prefixes = new ArrayList<>();
  final AtomicInteger requests = new AtomicInteger();
  final Map<Integer, UnaryOperator<ListingPage>> changes = new HashMap<>();
  final Map<Integer, RuntimeException> failures = new HashMap<>();
  int pageSize = 3;
  boolean ignoresStartAfter;
  private final Comparator<String> order;
  private final TreeSet<String> keys;

  FakePages(Comparator<String> order, Collection<String> keys) {
    this.order = order;
    this.keys = new TreeSet<>(order);
    this.keys.addAll(keys);
  }

  FakePages(String... keys) {
    this(KeyOrder.COMPARATOR, List.of(keys));
  }

  @Override
  public synchronized ListingPage page(
      String prefix, @Nullable String startAfter, @Nullable String token) {
    int request = requests.incrementAndGet();
    prefixes.add(prefix);
    RuntimeException failure = failures.remove(request);
    if (failure != null) {
      throw failure;
    }
    String after = token != null ? token : ignoresStartAfter ? null : startAfter;
    List<ListedObject> objects = new ArrayList<>();
    boolean truncated = false;
    for (String key : keys) {
      if (!key.startsWith(prefix) || (after != null && order.compare(key, after) <= 0)) {
        continue;
      }
      if (objects.size() == pageSize) {
        truncated = true;
        break;
      }
      objects.add(new ListedObject(key, 1, "e", Instant.EPOCH));
    }
    ListingPage page =
        new ListingPage(
            objects, truncated, truncated ? objects.get(objects.size() - 1).key() : null);
    return changes.getOrDefault(request, UnaryOperator.identity()).apply(page);
  }
}
