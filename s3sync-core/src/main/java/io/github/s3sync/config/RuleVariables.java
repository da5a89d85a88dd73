package io.github.s3sync.config;

import io.github.s3sync.config.RulesLocation.ObjectTexts;
import io.github.s3sync.copy.Deadline;
import io.github.s3sync.destination.Access;
import io.github.s3sync.destination.Destination;
import io.github.s3sync.option.CopyOptions;
import io.github.s3sync.option.CopyOptionsBuilder;
import io.github.s3sync.option.TransferMode;
import io.github.s3sync.pattern.KeyMapper;
import io.github.s3sync.rule.CopyRule;
import io.github.s3sync.rule.CopyRuleBuilder;
import io.github.s3sync.rule.CopyRules;
import io.github.s3sync.rule.InvalidRuleException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds the rules: in a variable, at the location that a variable names, or built from two
 * variables.
 */
final class RuleVariables {

  /** The variables for the access to the two sides, by field of the rule. */
  private static final Map<String, String> ACCESS_VARIABLES = new TreeMap<>();

  /** The variables that define a single rule. */
  private static final Set<String> SINGLE_RULE_VARIABLES = new HashSet<>();

  static {
    ACCESS_VARIABLES.putAll(AccessVariables.SOURCE.byField());
    ACCESS_VARIABLES.putAll(AccessVariables.DESTINATION.byField());
    SINGLE_RULE_VARIABLES.addAll(ACCESS_VARIABLES.values());
    SINGLE_RULE_VARIABLES.addAll(
        List.of(
            Variables.SOURCE,
            Variables.DESTINATION,
            Variables.ACL,
            Variables.TAGS,
            Variables.TWO_WAY,
            Variables.TRANSFER,
            Variables.SOURCE_OWNER,
            Variables.DESTINATION_OWNER));
  }

  private final Variables variables;
  private final ObjectTexts objects;

  /**
   * Creates a reader.
   *
   * @param objects reads the object that holds the rules
   */
  RuleVariables(Variables variables, ObjectTexts objects) {
    this.variables = variables;
    this.objects = objects;
  }

  /** Reads the rules once. */
  CopyRules read() {
    return read(text(null, Deadline.none()));
  }

  /**
   * Reads the text from which the rules are built.
   *
   * @param known the text that was read the last time; null for the first time
   */
  RuleText text(@Nullable RuleText known, Deadline deadline) {
    String rules = variables.text(Variables.RULES);
    String source = variables.text(Variables.SOURCE);
    String destination = variables.text(Variables.DESTINATION);
    if (rules == null) {
      if (source == null && destination == null) {
        throw invalid(Variables.RULES, expectedRules("is not set"));
      }
      if (source == null || destination == null) {
        throw invalid(
            source == null ? Variables.SOURCE : Variables.DESTINATION,
            Wording.of("is not set, expected it together with ")
                .variable(source == null ? Variables.DESTINATION : Variables.SOURCE));
      }
      rejectOwnerOfRules();
      return new RuleText(
          Variables.SOURCE + " and " + Variables.DESTINATION, singleRuleText(), null);
    }
    rejectWithRules(Variables.SOURCE, expectedRules(""));
    rejectWithRules(Variables.DESTINATION, expectedRules(""));
    rejectWithRules(Variables.ACL, ", expected the option acl in the rules");
    rejectWithRules(Variables.TAGS, ", expected the option tags in the rules");
    rejectWithRules(Variables.TWO_WAY, ", expected the option twoWay in the rules");
    rejectWithRules(Variables.SKIP_EQUAL, ", expected the option skipEqual in the rules");
    rejectWithRules(Variables.VERIFY, ", expected the option verify in the rules");
    rejectWithRules(Variables.TRANSFER, ", expected the option transfer in the rules");
    rejectWithRules(Variables.SOURCE_OWNER, ", expected source.expectedOwner in the rules");
    rejectWithRules(Variables.SOURCE_KEY_ENCODING, ", expected source.keyEncoding in the rules");
    rejectWithRules(
        Variables.DESTINATION_OWNER, ", expected destination.expectedOwner in the rules");
    ACCESS_VARIABLES.forEach(
        (field, variable) -> rejectWithRules(variable, ", expected " + field + " in the rules"));
    if (!RulesLocation.isInS3(rules)) {
      rejectOwnerOfRules();
    }
    return isInline(rules)
        ? new RuleText(Variables.RULES, rules, null)
        : new RulesLocation(rules, objects).read(known, deadline);
  }

  /** Reads the rules from a text. */
  CopyRules read(RuleText text) {
    String rules = variables.text(Variables.RULES);
    if (rules == null) {
      return singleRule(
          Objects.requireNonNull(variables.text(Variables.SOURCE)),
          Objects.requireNonNull(variables.text(Variables.DESTINATION)));
    }
    try {
      return new RulesReader().read(text.content());
    } catch (InvalidConfigException e) {
      Wording origin = Wording.place(Variables.RULES);
      throw e.in(isInline(rules) ? origin : origin.text(" (" + JsonPath.cut(rules) + ")"));
    }
  }

  /** Tells whether a value is the rules themselves, rather than their location. */
  static boolean isInline(String rules) {
    return RulesReader.withoutByteOrderMark(rules.stripLeading()).stripLeading().startsWith("{");
  }

  private String singleRuleText() {
    StringBuilder text = new StringBuilder();
    for (String name : Variables.KNOWN) {
      String value = SINGLE_RULE_VARIABLES.contains(name) ? variables.text(name) : null;
      if (value != null) {
        text.append(name).append('=').append(value).append('\n');
      }
    }
    return text.toString();
  }

  private void rejectOwnerOfRules() {
    if (variables.has(Variables.RULES_OWNER)) {
      throw invalid(
          Variables.RULES_OWNER,
          Wording.of("is set, expected ").variable(Variables.RULES).text(" to be s3://bucket/key"));
    }
  }

  private void rejectWithRules(String name, String expected) {
    rejectWithRules(name, Wording.of(expected));
  }

  private void rejectWithRules(String name, Wording expected) {
    if (variables.has(name)) {
      throw invalid(
          name, Wording.of("is set together with ").variable(Variables.RULES).add(expected));
    }
  }

  /** Returns a problem with a list of the variables that define the rules. */
  private static Wording expectedRules(String problem) {
    return Wording.of(problem + ", expected ")
        .variable(Variables.RULES)
        .text(", or both ")
        .variable(Variables.SOURCE)
        .text(" (s3://bucket/prefix) and ")
        .variable(Variables.DESTINATION)
        .text(" (s3://bucket/key)");
  }

  private static InvalidConfigException invalid(String variable, Wording problem) {
    return new InvalidConfigException(Wording.place(variable), problem);
  }

  private CopyRules singleRule(String source, String destination) {
    S3Uri from = uri(Variables.SOURCE, source);
    S3Uri to = uri(Variables.DESTINATION, destination);
    Access access = AccessVariables.DESTINATION.read(variables);
    Destination.Builder into =
        Destination.in(to.bucket()).key(key(from.key(), to.key(), destination));
    CopyRuleBuilder rule =
        CopyRule.named("default")
            .from(from.bucket())
            .sourceAccess(AccessVariables.SOURCE.read(variables))
            .prefix(from.key())
            .options(options());
    ifSet(variables.text(Variables.SOURCE_OWNER), rule::sourceOwner);
    ifSet(
        variables.word(Variables.SOURCE_KEY_ENCODING, RuleFields.KEY_ENCODINGS),
        word -> rule.keyEncoding(RuleFields.keyEncoding(word)));
    ifSet(variables.text(Variables.DESTINATION_OWNER), into::expectedOwner);
    ifSet(access.region(), into::region);
    ifSet(access.role(), into::role);
    ifSet(access.credentials(), into::credentials);
    ifSet(access.endpoint(), into::endpoint);
    try {
      return CopyRules.of(rule.to(into.build()).build());
    } catch (InvalidRuleException e) {
      throw refused(e);
    }
  }

  /** Returns the error of a rule with the name of the variable that caused it. */
  InvalidConfigException refused(InvalidRuleException e) {
    if (variables.has(Variables.RULES)) {
      return new InvalidConfigException(
          Wording.place(Variables.RULES).text(":"), Wording.of(String.valueOf(e.getMessage())));
    }
    // An error of the whole role is reported for its ARN, which every role needs.
    String variable =
        ACCESS_VARIABLES.get(e.field().endsWith(".role") ? e.field() + ".arn" : e.field());
    if (variable != null) {
      // The problem never contains values that must not be quoted.
      return new InvalidConfigException(variable, e.problem());
    }
    String name =
        switch (e.field()) {
          case "source.owner" -> Variables.SOURCE_OWNER;
          case "destination.owner" -> Variables.DESTINATION_OWNER;
          case "options.twoWay" -> Variables.TWO_WAY;
          case "destination.bucket", "destinations", "destination" -> Variables.DESTINATION;
          default -> Variables.SOURCE;
        };
    String value = String.valueOf(variables.text(name));
    return Variables.wrong(name, value, ": " + e.field() + " " + e.problem());
  }

  private static <T> void ifSet(@Nullable T value, Consumer<T> property) {
    if (value != null) {
      property.accept(value);
    }
  }

  private static KeyMapper key(String prefix, String template, String destination) {
    KeyMapper mapper;
    try {
      mapper = KeyMapper.template(template);
    } catch (IllegalArgumentException e) {
      throw Variables.wrong(Variables.DESTINATION, destination, ": " + e.getMessage());
    }
    if (!DestinationFields.isConstant(template)) {
      return mapper;
    }
    if (!template.isEmpty() && !template.endsWith("/")) {
      throw Variables.wrong(
          Variables.DESTINATION,
          destination,
          ", which gives every object the same key, expected a placeholder such as {filename}, or a"
              + " '/' at the end");
    }
    return KeyMapper.replacePrefix(prefix, template.replace("{{", "{").replace("}}", "}"));
  }

  private CopyOptions options() {
    CopyOptionsBuilder options = CopyOptions.builder();
    String acl = variables.word(Variables.ACL, OptionFields.ACLS);
    if (acl != null) {
      options.acl(OptionFields.acl(acl));
    }
    String tags = variables.word(Variables.TAGS, List.of("true", "false"));
    if (tags != null) {
      options.tags(tags.equals("true"));
    }
    String twoWay = variables.word(Variables.TWO_WAY, List.of("true", "false"));
    if (twoWay != null) {
      options.twoWay(twoWay.equals("true"));
    }
    String skipEqual = variables.word(Variables.SKIP_EQUAL, List.of("true", "false"));
    if (skipEqual != null) {
      options.skipEqual(skipEqual.equals("true"));
    }
    String verify = variables.word(Variables.VERIFY, List.of("true", "false"));
    if (verify != null) {
      options.verify(verify.equals("true"));
    }
    String transfer = variables.word(Variables.TRANSFER, OptionFields.TRANSFERS);
    if (transfer != null) {
      options.transfer(TransferMode.of(transfer));
    }
    return options.build();
  }

  static S3Uri uri(String name, String value) {
    try {
      return S3Uri.parse(value);
    } catch (IllegalArgumentException e) {
      throw Variables.wrong(name, value, ", which " + e.getMessage());
    }
  }
}
