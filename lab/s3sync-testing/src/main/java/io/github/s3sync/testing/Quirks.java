package io.github.s3sync.testing;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Holds the headers that a store ignores or changes. */
final class Quirks {

  private final List<Entry> ignored = new CopyOnWriteArrayList<>();
  private final List<Entry> answered = new CopyOnWriteArrayList<>();

  void ignore(String operation, String header) {
    ignored.add(new Entry(operation, header, null));
  }

  void answer(String operation, String header, @Nullable String value) {
    answered.add(new Entry(operation, header, value));
  }

  void clear() {
    ignored.clear();
    answered.clear();
  }

  S3Request of(S3Request request) {
    if (ignored.stream().noneMatch(entry -> entry.operation.equals(request.operation()))) {
      return request;
    }
    return request.withHeaders(changed(ignored, request.operation(), request.headers()));
  }

  Answer of(S3Request request, Answer answer) {
    if (answered.stream().noneMatch(entry -> entry.operation.equals(request.operation()))) {
      return answer;
    }
    return new Answer(
        answer.status(), changed(answered, request.operation(), answer.headers()), answer.body());
  }

  private static Map<String, String> changed(
      List<Entry> entries, String operation, Map<String, String> headers) {
    Map<String, String> changed = new TreeMap<>(headers);
    for (Entry entry : entries) {
      if (!entry.operation.equals(operation)) {
        continue;
      }
      if (entry.value == null) {
        changed.remove(entry.header);
      } else {
        changed.put(entry.header, entry.value);
      }
    }
    return changed;
  }

  private record Entry(String operation, String header, @Nullable String value) {}
}
