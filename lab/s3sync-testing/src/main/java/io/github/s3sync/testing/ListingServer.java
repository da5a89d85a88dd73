package io.github.s3sync.testing;

import com.sun.net.httpserver.HttpExchange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Lists buckets with any number of objects that do not exist: keys and eTags are generated when
 * they are listed, so that the server needs no memory for them. All buckets have the same objects,
 * each of one byte, in folders of 10,000. Answers {@code ListObjectsV2}, {@code ListObjects} and
 * {@code HeadObject}; signatures are not checked.
 *
 * @since 0.1.0
 */
public final class ListingServer implements AutoCloseable {

  private static final int PAGE = 1000;
  private static final int FOLDER = 10_000;

  private static final String HEAD = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><ListBucketResult>";
  private static final String KEY = "data/10000/10000";
  private static final String ETAG = "1000000000";

  /** The objects of a page differ in digits only, so that the server needs little CPU time. */
  private static final String TEMPLATE =
      "<Contents><Key>"
          + KEY
          + "</Key><LastModified>2026-01-01T00:00:00.000Z</LastModified>"
          + "<ETag>&quot;0123456789abcdef012345"
          + ETAG
          + "&quot;</ETag><Size>1</Size><StorageClass>STANDARD</StorageClass></Contents>";

  private static final int KEY_AT = TEMPLATE.indexOf(KEY);
  private static final int ETAG_AT = TEMPLATE.indexOf(ETAG);
  private static final byte[] OBJECT = TEMPLATE.getBytes(StandardCharsets.US_ASCII);

  private final long objects;
  private final LoopbackServer server = LoopbackServer.start(this::handle);
  private final AtomicLong requests = new AtomicLong();

  private ListingServer(long objects) {
    this.objects = objects;
  }

  /**
   * Starts a server.
   *
   * @param objects the number of objects in each bucket, at most 100 million
   * @return the server
   */
  public static ListingServer start(long objects) {
    return new ListingServer(objects);
  }

  /**
   * Returns the endpoint. Requests must be path-style.
   *
   * @return an http URI with address and port
   */
  public URI endpoint() {
    return server.endpoint();
  }

  /**
   * Returns the number of requests so far.
   *
   * @return the number
   */
  public long requests() {
    return requests.get();
  }

  @Override
  public void close() {
    server.stop();
  }

  private void handle(HttpExchange exchange) throws IOException {
    requests.incrementAndGet();
    Map<String, String> query = query(exchange.getRequestURI().getRawQuery());
    String path = exchange.getRequestURI().getPath();
    boolean isObject = path.indexOf('/', 1) > 0 && path.indexOf('/', 1) < path.length() - 1;
    if (exchange.getRequestMethod().equals("HEAD")) {
      if (isObject) {
        exchange.getResponseHeaders().set("ETag", "\"" + "0".repeat(32) + "\"");
        exchange.getResponseHeaders().set("Last-Modified", "Thu, 01 Jan 2026 00:00:00 GMT");
      }
      exchange.sendResponseHeaders(200, -1);
    } else {
      byte[] body = page(query);
      exchange.getResponseHeaders().set("Content-Type", "application/xml");
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
    // Closing the exchange would close the connection.
    exchange.getResponseBody().close();
  }

  private static Map<String, String> query(String raw) {
    Map<String, String> query = new HashMap<>();
    for (String pair : (raw == null ? "" : raw).split("&", -1)) {
      int equals = pair.indexOf('=');
      query.put(
          equals < 0 ? pair : pair.substring(0, equals),
          equals < 0 ? "" : URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
    }
    return query;
  }

  private byte[] page(Map<String, String> query) {
    String prefix = query.getOrDefault("prefix", "");
    String after =
        query.getOrDefault(
            "continuation-token",
            query.getOrDefault("start-after", query.getOrDefault("marker", "")));
    long end = prefix.isEmpty() ? objects : firstAfter(prefix + Character.MAX_VALUE);
    long first = Math.max(firstAfter(after), prefix.isEmpty() ? 0 : firstAfter(before(prefix)));
    long next = Math.max(first, Math.min(end, first + PAGE));
    boolean truncated = next > first && next < end;
    StringBuilder tail = new StringBuilder();
    tail.append("<KeyCount>").append(next - first).append("</KeyCount>");
    tail.append("<IsTruncated>").append(truncated).append("</IsTruncated>");
    if (truncated) {
      String last = key(next - 1);
      tail.append("<NextContinuationToken>").append(last).append("</NextContinuationToken>");
      tail.append("<NextMarker>").append(last).append("</NextMarker>");
    }
    tail.append("</ListBucketResult>");
    ByteArrayOutputStream xml = new ByteArrayOutputStream(OBJECT.length * PAGE + 1000);
    xml.writeBytes(HEAD.getBytes(StandardCharsets.US_ASCII));
    byte[] object = OBJECT.clone();
    for (long number = first; number < next; number++) {
      write(FOLDER + number / FOLDER, object, KEY_AT + "data/".length());
      write(FOLDER + number % FOLDER, object, KEY_AT + "data/10000/".length());
      write(1_000_000_000L + number, object, ETAG_AT);
      xml.writeBytes(object);
    }
    xml.writeBytes(tail.toString().getBytes(StandardCharsets.US_ASCII));
    return xml.toByteArray();
  }

  /** Writes the digits of a number, of which the length is known. */
  private static void write(long number, byte[] bytes, int at) {
    int end = at;
    for (long rest = number; rest > 0; rest /= 10) {
      end++;
    }
    for (long rest = number; rest > 0; rest /= 10) {
      bytes[--end] = (byte) ('0' + rest % 10);
    }
  }

  /** Returns a key before all keys with a prefix, and after those before them. */
  private static String before(String prefix) {
    int end = prefix.length() - 1;
    return prefix.substring(0, end) + (char) (prefix.charAt(end) - 1) + Character.MAX_VALUE;
  }

  private long firstAfter(String key) {
    long low = 0;
    long high = objects;
    while (low < high) {
      long middle = (low + high) / 2;
      if (key(middle).compareTo(key) <= 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private static String key(long number) {
    String folder = String.valueOf(10_000 + number / FOLDER);
    String name = String.valueOf(FOLDER + number % FOLDER);
    return "data/" + folder + "/" + name;
  }
}
