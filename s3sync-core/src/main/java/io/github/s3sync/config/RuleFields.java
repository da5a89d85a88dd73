package io.github.s3sync.config;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.s3sync.destination.Access;
import io.github.s3sync.event.EventKind;
import io.github.s3sync.event.KeyEncoding;
import io.github.s3sync.pattern.KeyFilter;
import io.github.s3sync.rule.CopyRule;
import io.github.s3sync.rule.CopyRuleBuilder;
import io.github.s3sync.rule.InvalidRuleException;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads one rule. */
final class RuleFields {

  static final List<String> RULE =
      List.of("name", "source", "destinations", "destination", "options");
  static final List<String> SOURCE =
      List.of(
          "bucket",
          "prefix",
          "suffix",
          "glob",
          "regex",
          "excludePrefixes",
          "minSizeBytes",
          "maxSizeBytes",
          "events",
          "keyEncoding",
          "expectedOwner",
          "region",
          "role",
          "credentials",
          "endpoint");
  static final List<String> EVENTS =
      Stream.of(EventKind.CREATED, EventKind.RESTORED, EventKind.REMOVED)
          .map(EventKind::name)
          .toList();

  static final List<String> KEY_ENCODINGS =
      Stream.of(KeyEncoding.values()).map(e -> e.name().toLowerCase(Locale.ROOT)).toList();

  /** The JSON field for each property of the builder. */
  private static final Map<String, String> PLACES =
      Map.of(
          "source.owner", "source.expectedOwner",
          "prefix", "source.prefix",
          "minSizeBytes", "source.minSizeBytes",
          "filter", "source.excludePrefixes",
          "keyEncoding", "source.keyEncoding",
          "events", "source.events");

  private final String path;
  private final String name;
  private final Fields fields;
  private final CopyRuleBuilder builder;
  private @Nullable Pattern regex;
  private String prefix = "";

  RuleFields(String path, JsonNode node) {
    this.path = path;
    this.fields = Fields.of(path, node, RULE);
    this.name = fields.requiredText("name", "the rule's name");
    this.builder = CopyRule.named(name);
  }

  String path() {
    return path;
  }

  String name() {
    return name;
  }

  /** Builds the rule. */
  CopyRule rule() {
    Fields source = fields.object("source", SOURCE);
    if (source == null) {
      throw fields.missing("source", "an object with a bucket");
    }
    try {
      source(source);
      destinations();
      options();
      return builder.build();
    } catch (InvalidRuleException e) {
      throw refused(e);
    }
  }

  /** Returns the builder's error with the JSON path of the field. */
  InvalidConfigException refused(InvalidRuleException e) {
    String place = PLACES.getOrDefault(e.field(), e.field());
    if (place.equals("destinations") && fields.has("destination")) {
      place = "destination";
    }
    return new InvalidConfigException(path + "." + place, e.problem());
  }

  private void source(Fields source) {
    builder.from(source.requiredText("bucket", "the source bucket's name"));
    source.text("expectedOwner", builder::sourceOwner);
    source.text(
        "prefix",
        text -> {
          prefix = text;
          builder.prefix(text);
        });
    source.text("suffix", builder::suffix);
    source.text("glob", builder::glob);
    source.text(
        "regex",
        expression -> {
          builder.regex(expression);
          regex = Pattern.compile(expression);
        });
    source.bytes("minSizeBytes", builder::minSizeBytes);
    source.bytes("maxSizeBytes", builder::maxSizeBytes);
    source.each("excludePrefixes", "an array of prefixes", this::excludePrefix);
    events(source);
    source.word("keyEncoding", KEY_ENCODINGS, word -> builder.keyEncoding(keyEncoding(word)));
    builder.sourceAccess(access(source));
  }

  private static Access access(Fields source) {
    Fields role = source.object("role", DestinationFields.ROLE);
    return Access.OWN
        .withRegion(source.textOrNull("region"))
        .withRole(role == null ? null : DestinationFields.role(role))
        .withCredentials(source.textOrNull("credentials"))
        .withEndpoint(source.textOrNull("endpoint"));
  }

  static KeyEncoding keyEncoding(String word) {
    return KeyEncoding.valueOf(word.toUpperCase(Locale.ROOT));
  }

  private void excludePrefix(String at, JsonNode element) {
    String excluded = Fields.text(at, element);
    if (prefix.startsWith(excluded)) {
      throw Fields.wrong(
          at,
          element,
          ", expected a prefix that does not exclude the whole prefix of the rule, '"
              + prefix
              + "'");
    }
    builder.filter(KeyFilter.any().exceptPrefix(excluded));
  }

  private void events(Fields source) {
    Set<EventKind> kinds = EnumSet.noneOf(EventKind.class);
    source.notEmpty("events");
    source.each(
        "events",
        "an array of " + String.join(", ", EVENTS),
        (at, element) -> {
          if (!kinds.add(EventKind.valueOf(Fields.word(at, element, EVENTS)))) {
            throw Fields.wrong(at, element, ", a duplicate, expected each kind once");
          }
        });
    EventKind[] all = kinds.toArray(EventKind[]::new);
    if (all.length > 0) {
      builder.on(all[0], all);
    }
  }

  private void destinations() {
    if (fields.has("destination") == fields.has("destinations")) {
      throw new InvalidConfigException(
          path,
          (fields.has("destination") ? "has both destination and" : "has neither destination nor")
              + " destinations, expected one of them");
    }
    if (fields.has("destination")) {
      builder.to(
          DestinationFields.read(fields.path("destination"), fields.get("destination"), regex));
    }
    fields.each(
        "destinations",
        "an array of destinations",
        (at, element) -> builder.to(DestinationFields.read(at, element, regex)));
    fields.notEmpty("destinations");
  }

  private void options() {
    Fields options = fields.object("options", OptionFields.OPTIONS);
    if (options != null) {
      builder.options(OptionFields.read(options));
    }
  }
}
