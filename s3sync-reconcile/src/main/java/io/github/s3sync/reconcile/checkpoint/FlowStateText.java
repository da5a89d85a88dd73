package io.github.s3sync.reconcile.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.s3sync.key.ObjectRef;
import io.github.s3sync.reconcile.compare.FlowState;
import io.github.s3sync.reconcile.compare.PendingExtra;
import io.github.s3sync.reconcile.compare.Tally;
import io.github.s3sync.reconcile.finding.Action;
import io.github.s3sync.reconcile.finding.Finding;
import io.github.s3sync.reconcile.finding.Verdict;
import io.github.s3sync.reconcile.listing.KeyRange;
import io.github.s3sync.request.ObjectState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes and reads the state of one flow. */
final class FlowStateText {

  private static final ObjectMapper JSON = new ObjectMapper();

  private FlowStateText() {}

  static ObjectNode write(FlowState state) {
    ObjectNode json = JSON.createObjectNode();
    ObjectNode counters = json.putObject("counters");
    state.tally().counters().forEach(counters::put);
    var left = json.putArray("left");
    for (KeyRange range : state.left()) {
      left.addObject().put("after", range.after()).put("upTo", range.upTo());
    }
    var extras = json.putArray("extras");
    for (PendingExtra pending : state.extras()) {
      Finding extra = pending.finding();
      ObjectNode one = extras.addObject().put("rule", extra.rule());
      one.put("firstSeen", pending.firstSeen().toString());
      put(one, "source", extra.source());
      put(one, "replica", extra.replica());
      ObjectState replica = extra.replicaState();
      if (replica != null) {
        one.put("size", replica.sizeBytes()).put("eTag", replica.eTag());
        one.put("lastModified", text(replica.lastModified())).put("versionId", replica.versionId());
      }
      one.put("requests", extra.requests());
    }
    json.put("tooManyExtras", state.tooManyExtras());
    return json;
  }

  private static void put(ObjectNode json, String name, @Nullable ObjectRef object) {
    if (object != null) {
      json.putObject(name).put("bucket", object.bucket()).put("key", object.key());
    }
  }

  private static @Nullable String text(@Nullable Object value) {
    return value == null ? null : value.toString();
  }

  /**
   * Reads a state.
   *
   * @throws IllegalArgumentException if a value is missing or wrong
   */
  static FlowState read(JsonNode json) {
    Map<String, Long> counters = new LinkedHashMap<>();
    required(json, "counters")
        .properties()
        .forEach(e -> counters.put(e.getKey(), number(e.getValue())));
    Tally tally = Tally.of(counters);
    if (tally.unaccounted() != 0) {
      throw new IllegalArgumentException("its counts do not add up");
    }
    List<KeyRange> left = new ArrayList<>();
    for (JsonNode range : required(json, "left")) {
      left.add(new KeyRange(optional(range, "after"), optional(range, "upTo")));
    }
    List<PendingExtra> extras = new ArrayList<>();
    required(json, "extras")
        .forEach(
            extra ->
                extras.add(
                    new PendingExtra(
                        extra(extra), Instant.parse(required(extra, "firstSeen").textValue()))));
    return new FlowState(tally, left, extras, required(json, "tooManyExtras").booleanValue());
  }

  private static Finding extra(JsonNode json) {
    String eTag = optional(json, "eTag");
    String lastModified = optional(json, "lastModified");
    ObjectState replica =
        eTag == null
            ? null
            : new ObjectState(
                eTag,
                number(required(json, "size")),
                lastModified == null ? null : Instant.parse(lastModified),
                optional(json, "versionId"));
    return new Finding(
        required(json, "rule").textValue(),
        Verdict.EXTRA,
        object(required(json, "source")),
        object(required(json, "replica")),
        null,
        replica,
        Set.of(),
        Set.of(),
        null,
        null,
        null,
        null,
        Action.NONE,
        0,
        (int) number(required(json, "requests")));
  }

  private static ObjectRef object(JsonNode json) {
    return new ObjectRef(required(json, "bucket").textValue(), required(json, "key").textValue());
  }

  private static JsonNode required(JsonNode json, String name) {
    JsonNode value = json.get(name);
    if (value == null || value.isNull()) {
      throw new IllegalArgumentException("it has no value '" + name + "'");
    }
    return value;
  }

  private static @Nullable String optional(JsonNode json, String name) {
    JsonNode value = json.get(name);
    return value == null || value.isNull() ? null : value.textValue();
  }

  private static long number(JsonNode json) {
    if (!json.canConvertToLong()) {
      throw new IllegalArgumentException("a number is " + json);
    }
    return json.longValue();
  }
}
