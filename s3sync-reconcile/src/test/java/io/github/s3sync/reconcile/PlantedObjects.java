package io.github.s3sync.reconcile;

import io.github.s3sync.reconcile.compare.Level;
import io.github.s3sync.reconcile.finding.Verdict;
import io.github.s3sync.request.ReplicaAspect;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/**
 * Some objects of two buckets, and what a comparison must report about them.
 *
 * @param name the name
 * @param verdicts the verdict about each object that differs, by the key without its prefix
 * @param level the first level that shows the difference
 * @param aspect the property that differs; null if it is the content or if an object is missing
 * @param plant puts the objects
 */
record PlantedObjects(
    String name,
    Map<String, Verdict> verdicts,
    Level level,
    @Nullable ReplicaAspect aspect,
    Consumer<Plot> plant) {

  /**
   * The prefixes of sources and replicas have the same length, so that both keys may be longest.
   */
  static final String PREFIX = "in/";

  static final int MAX_KEY_BYTES = 1024 - PREFIX.length();

  static final List<PlantedObjects> ALL = new ArrayList<>();

  static {
    keys();
    contents();
    properties();
    neighbours();
  }

  /** Each of these keys is planted three times: equal on both sides, missing, and extra. */
  private static void keys() {
    Map<String, String> keys = new LinkedHashMap<>();
    keys.put("ordinary key", "a");
    keys.put("double slash", "d//b");
    keys.put("slash after the prefix", "/b");
    keys.put("dot segment", "e/./b");
    keys.put("trailing slash", "folder/");
    keys.put("space", "a b");
    keys.put("plus", "a+b");
    keys.put("literal %2B", "a%2Bb");
    keys.put("lone percent", "100%");
    keys.put("composed character", "\u00E9");
    keys.put("decomposed character", "e\u0301");
    keys.put("Korean", "\uAC00");
    keys.put("Korean decomposed", "\u1100\u1161");
    keys.put("last character before the surrogates", "\uD7FF");
    keys.put("first character after the surrogates", "\uE000");
    keys.put("full-width character", "\uFF00");
    keys.put("replacement character", "\uFFFD");
    keys.put("first supplementary character", "\uD800\uDC00");
    keys.put("emoji", "\uD83D\uDE00");
    keys.put("characters around the surrogates", "\uFF00\uD83D\uDE00\uFF00");
    keys.put("control character", "\u0001");
    keys.put("newline", "n\nn");
    keys.put("markup", "<&>\"'");
    keys.put("1,024 bytes", "z".repeat(MAX_KEY_BYTES));
    keys.put("1,024 bytes of Korean", "\uD55C".repeat(340) + "z");
    keys.forEach(PlantedObjects::key);
    ALL.add(
        new PlantedObjects(
            "keys below another key",
            Map.of("a/b/m", Verdict.MISSING, "a/b/x", Verdict.EXTRA, "a/bx", Verdict.EXTRA),
            Level.LISTING,
            null,
            plot -> {
              plot.both("a/b", "content");
              plot.both("a/b/b", "content");
              plot.source("a/b/m", "missing");
              plot.replica("a/b/x", "extra");
              plot.replica("a/bx", "extra");
            }));
  }

  private static void key(String name, String key) {
    String missing = sibling(key, 'm');
    String extra = sibling(key, 'x');
    ALL.add(
        new PlantedObjects(
            name,
            Map.of(missing, Verdict.MISSING, extra, Verdict.EXTRA),
            Level.LISTING,
            null,
            plot -> {
              plot.both(key, "content of " + key);
              plot.source(missing, "missing");
              plot.replica(extra, "extra");
            }));
  }

  /** Returns a key of at most the same bytes that differs at its end. */
  private static String sibling(String key, char last) {
    boolean full = key.getBytes(StandardCharsets.UTF_8).length == MAX_KEY_BYTES;
    return (full ? key.substring(0, key.length() - 1) : key) + last;
  }

  private static void contents() {
    ALL.add(
        new PlantedObjects(
            "missing object whose key is the prefix",
            Map.of("", Verdict.MISSING),
            Level.LISTING,
            null,
            plot -> plot.source("", "folder")));
    content("other size", "longer", "short");
    content("other bytes of the same size", "abc", "abd");
    content("truncated", "abc", "");
    content("empty source", "", "abc");
    content("replaced by another source", "content of c", "content of a");
    ALL.add(
        new PlantedObjects(
            "older",
            Map.of("older", Verdict.DIFFERS),
            Level.LISTING,
            ReplicaAspect.CONTENT,
            plot -> {
              plot.both("older", "first");
              plot.source("older", "later");
            }));
    ALL.add(
        new PlantedObjects(
            "key of a mapping that keeps the prefix",
            Map.of("mapped", Verdict.MISSING, PREFIX + "mapped", Verdict.EXTRA),
            Level.LISTING,
            null,
            plot -> {
              plot.source("mapped", "m");
              plot.replica(PREFIX + "mapped", "m");
            }));
    ALL.add(
        new PlantedObjects(
            "key that was decoded once too often",
            Map.of("q%2Bq", Verdict.MISSING, "q+q", Verdict.EXTRA),
            Level.LISTING,
            null,
            plot -> {
              plot.source("q%2Bq", "m");
              plot.replica("q+q", "m");
            }));
  }

  private static void content(String name, String source, String replica) {
    ALL.add(
        new PlantedObjects(
            name,
            Map.of(name, Verdict.DIFFERS),
            Level.LISTING,
            ReplicaAspect.CONTENT,
            plot -> {
              plot.source(name, source);
              plot.replica(name, replica);
            }));
  }

  private static void properties() {
    property(
        "content type",
        Level.HEAD,
        ReplicaAspect.HEADERS,
        plot -> plot.source("content type", "t", r -> r.contentType("text/plain")),
        plot -> plot.replica("content type", "t", r -> r.contentType("text/csv")));
    property(
        "cache control",
        Level.HEAD,
        ReplicaAspect.HEADERS,
        plot -> plot.source("cache control", "t", r -> r.cacheControl("max-age=1")),
        plot -> plot.replica("cache control", "t"));
    property(
        "metadata",
        Level.HEAD,
        ReplicaAspect.METADATA,
        plot -> plot.source("metadata", "m", r -> r.metadata(Map.of("a", "1"))),
        plot -> plot.replica("metadata", "m", r -> r.metadata(Map.of("a", "2"))));
    property(
        "more metadata",
        Level.HEAD,
        ReplicaAspect.METADATA,
        plot -> plot.source("more metadata", "m"),
        plot -> plot.replica("more metadata", "m", r -> r.metadata(Map.of("a", "2"))));
    property(
        "storage class",
        Level.HEAD,
        ReplicaAspect.STORAGE_CLASS,
        plot -> plot.source("storage class", "c", r -> r.storageClass("STANDARD_IA")),
        plot -> plot.replica("storage class", "c"));
    property(
        "redirect",
        Level.HEAD,
        ReplicaAspect.WEBSITE_REDIRECT,
        plot -> plot.source("redirect", "r"),
        plot -> plot.replica("redirect", "r", r -> r.websiteRedirectLocation("/elsewhere")));
    property(
        "number of tags",
        Level.HEAD,
        ReplicaAspect.TAGS,
        plot -> plot.source("number of tags", "t", r -> r.tagging("a=1")),
        plot -> plot.replica("number of tags", "t", r -> r.tagging("a=1&b=2")));
    property(
        "tags",
        Level.TAGS,
        ReplicaAspect.TAGS,
        plot -> plot.source("tags", "t", r -> r.tagging("a=1")),
        plot -> plot.replica("tags", "t", r -> r.tagging("a=2")));
  }

  private static void property(
      String name,
      Level level,
      ReplicaAspect aspect,
      Consumer<Plot> source,
      Consumer<Plot> replica) {
    ALL.add(
        new PlantedObjects(
            name, Map.of(name, Verdict.DIFFERS), level, aspect, source.andThen(replica)));
  }

  /** Objects that are not the rule's: nothing is reported about them. */
  private static void neighbours() {
    ALL.add(
        new PlantedObjects(
            "neighbours of the prefix",
            Map.of(),
            Level.LISTING,
            null,
            plot -> List.of("0", "0a", ".", "\uD83D\uDE00").forEach(plot::beside)));
    ALL.add(
        new PlantedObjects(
            "key that is the prefix without its slash",
            Map.of(),
            Level.LISTING,
            null,
            plot -> {
              plot.both("beside", "content");
              plot.beside("");
            }));
    ALL.add(
        new PlantedObjects(
            "keys that the filter excludes",
            Map.of("tmp/other", Verdict.EXCLUDED),
            Level.LISTING,
            null,
            plot -> {
              plot.source("tmp/excluded", "x");
              plot.replica("tmp/other", "y");
            }));
  }

  /** Where objects are put. */
  interface Plot {

    /** Puts a source. */
    default void source(String key, String content) {
      source(key, content, request -> {});
    }

    /** Puts a source with properties. */
    void source(String key, String content, Consumer<PutObjectRequest.Builder> with);

    /** Puts the replica of a source. */
    default void replica(String key, String content) {
      replica(key, content, request -> {});
    }

    /** Puts the replica of a source with properties. */
    void replica(String key, String content, Consumer<PutObjectRequest.Builder> with);

    /** Puts an object on each side whose key is the prefix, with other characters for its slash. */
    void beside(String characters);

    /** Puts a source and its replica. */
    default void both(String key, String content) {
      source(key, content);
      replica(key, content);
    }
  }
}
