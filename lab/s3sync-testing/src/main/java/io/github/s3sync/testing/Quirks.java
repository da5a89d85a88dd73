package io.github.s3sync.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Holds the headers that a store ignores or changes. */
final class Quirks {

  private final List<Entry> ignored = new CopyOnWriteArrayList<>();
  private final List<Entry> answered = new CopyOnWriteArrayList<>();
  private final Map<String, UnaryOperator<Map<String, String>>> understood =
      new ConcurrentHashMap<>();
  private final Map<String, UnaryOperator<String>> bodies = new ConcurrentHashMap<>();

  void ignore(String operation, String header) {
    ignored.add(new Entry(operation, null, header, null));
  }

  void answer(String operation, @Nullable String bucket, String header, @Nullable String value) {
    answered.add(new Entry(operation, bucket, header, value));
  }

  void understand(String operation, UnaryOperator<Map<String, String>> headers) {
    understood.put(operation, headers);
  }

  void answerBody(String operation, UnaryOperator<String> body) {
    bodies.put(operation, body);
  }

  void clear() {
    understood.clear();
    bodies.clear();
    ignored.clear();
    answered.clear();
  }

  S3Request of(S3Request request) {
    UnaryOperator<Map<String, String>> change = understood.get(request.operation());
    S3Request read =
        change == null
            ? request
            : request.withHeaders(change.apply(new TreeMap<>(request.headers())));
    if (ignored.stream().noneMatch(entry -> entry.concerns(read))) {
      return read;
    }
    return read.withHeaders(changed(ignored, read, read.headers()));
  }

  Answer of(S3Request request, Answer answer) {
    UnaryOperator<String> body = bodies.get(request.operation());
    if (body != null && answer.status() == 200) {
      Content changed = Content.of(body.apply(text(answer)).getBytes(StandardCharsets.UTF_8));
      return new Answer(answer.status(), answer.headers(), changed);
    }
    if (answered.stream().noneMatch(entry -> entry.concerns(request))) {
      return answer;
    }
    return new Answer(answer.status(), changed(answered, request, answer.headers()), answer.body());
  }

  private static String text(Answer answer) {
    try (InputStream in = answer.body().openStream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, String> changed(
      List<Entry> entries, S3Request request, Map<String, String> headers) {
    Map<String, String> changed = new TreeMap<>(headers);
    for (Entry entry : entries) {
      if (!entry.concerns(request)) {
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

  private record Entry(
      String operation, @Nullable String bucket, String header, @Nullable String value) {

    boolean concerns(S3Request request) {
      return operation.equals(request.operation())
          && (bucket == null || bucket.equals(request.bucket()));
    }
  }
}
