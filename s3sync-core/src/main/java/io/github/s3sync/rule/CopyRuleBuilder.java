package io.github.s3sync.rule;

import io.github.s3sync.event.EventKind;
import io.github.s3sync.event.KeyEncoding;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * Collects the properties of a {@link CopyRule}. Not for use by several threads.
 *
 * @since 0.1.0
 */
public final class CopyRuleBuilder {

  final String name;
  String sourceBucket = "";
  @Nullable String sourceOwner;
  Access sourceAccess = Access.OWN;
  String prefix = "";
  String suffix = "";
  private KeyFilter filter = KeyFilter.any();
  private @Nullable Pattern regex;
  private long minBytes;
  private long maxBytes = Long.MAX_VALUE;
  Set<EventKind> kinds = Set.of(EventKind.CREATED);
  @Nullable KeyEncoding keyEncoding;
  private final List<Function<@Nullable Pattern, Destination>> destinations = new ArrayList<>();
  CopyOptions options = CopyOptions.defaults();

  CopyRuleBuilder(String name) {
    this.name = Objects.requireNonNull(name, "name");
  }

  /**
   * Sets the bucket whose objects are copied. Required.
   *
   * @param bucket its name
   * @return this
   */
  public CopyRuleBuilder from(String bucket) {
    this.sourceBucket = Objects.requireNonNull(bucket, "bucket");
    return this;
  }

  /**
   * Refuses to read if another account owns the source bucket ({@code
   * x-amz-source-expected-bucket-owner}).
   *
   * @param accountId the account's 12 digits
   * @return this
   */
  public CopyRuleBuilder sourceOwner(String accountId) {
    this.sourceOwner = Objects.requireNonNull(accountId, "accountId");
    return this;
  }

  /**
   * Sets as whom, and where, the source is read; for a rule that streams only, see {@link
   * CopyOptionsBuilder#transfer}.
   *
   * @param access {@link Access#OWN} by default
   * @return this
   */
  public CopyRuleBuilder sourceAccess(Access access) {
    this.sourceAccess = Objects.requireNonNull(access, "access");
    return this;
  }

  /**
   * Takes only keys that begin so. The one filter that is indexed: many rules cost what one costs
   * if their prefixes differ.
   *
   * @param prefix how keys begin
   * @return this
   */
  public CopyRuleBuilder prefix(String prefix) {
    this.prefix = Objects.requireNonNull(prefix, "prefix");
    return this;
  }

  /**
   * Takes only keys that end so.
   *
   * @param suffix how keys end
   * @return this
   */
  public CopyRuleBuilder suffix(String suffix) {
    // Of several, which one key must all end with, the longest says it all.
    if (suffix.length() > this.suffix.length()) {
      this.suffix = suffix;
    }
    return filter(KeyFilter.suffix(suffix));
  }

  /**
   * Takes only keys that match as a whole, see {@link KeyFilter#glob}.
   *
   * @param glob the pattern
   * @return this
   * @throws InvalidRuleException if the pattern is malformed
   */
  public CopyRuleBuilder glob(String glob) {
    try {
      return filter(KeyFilter.glob(glob));
    } catch (IllegalArgumentException e) {
      throw new InvalidRuleException(name, "glob", "is malformed: " + e.getMessage());
    }
  }

  /**
   * Takes only keys that the expression matches as a whole; its groups can be named in templates.
   *
   * @param expression in the language of {@code java.util.regex.Pattern}
   * @return this
   * @throws InvalidRuleException if the expression is malformed, or longer than {@link
   *     KeyFilter#MAX_PATTERN_LENGTH}
   */
  public CopyRuleBuilder regex(String expression) {
    if (regex != null) {
      throw new InvalidRuleException(name, "regex", "is given twice, expected one expression");
    }
    if (expression.length() > KeyFilter.MAX_PATTERN_LENGTH) {
      throw new InvalidRuleException(
          name,
          "regex",
          "has over " + KeyFilter.MAX_PATTERN_LENGTH + " characters, the most that is read");
    }
    try {
      this.regex = Pattern.compile(expression);
    } catch (PatternSyntaxException e) {
      throw new InvalidRuleException(
          name, "regex", "is malformed: " + e.getDescription() + " in '" + expression + "'");
    }
    return this;
  }

  /**
   * Takes only keys that this filter takes, besides what was asked for before.
   *
   * @param other the filter
   * @return this
   */
  public CopyRuleBuilder filter(KeyFilter other) {
    this.filter = filter.and(other);
    return this;
  }

  /**
   * Takes only objects of at least this size.
   *
   * @param minBytes 0 by default
   * @return this
   */
  public CopyRuleBuilder minSizeBytes(long minBytes) {
    this.minBytes = minBytes;
    return this;
  }

  /**
   * Takes only objects of at most this size.
   *
   * @param maxBytes unlimited by default
   * @return this
   */
  public CopyRuleBuilder maxSizeBytes(long maxBytes) {
    this.maxBytes = maxBytes;
    return this;
  }

  /**
   * Sets which events are taken.
   *
   * <p>With {@link EventKind#REMOVED}, which only goes together with {@link EventKind#CREATED},
   * replicas are deleted whose source is gone. That needs a mapping under which no two keys meet,
   * without {@code {date}}, and {@code s3:ListBucket} on the source, see {@code
   * docs/permissions.md}. A custom {@link KeyMapper} is trusted to give for a key the same replica
   * at all times, and no other key's.
   *
   * @param first {@link EventKind#CREATED} alone by default
   * @param more others
   * @return this
   */
  public CopyRuleBuilder on(EventKind first, EventKind... more) {
    List<EventKind> all = new ArrayList<>(List.of(more));
    all.add(first);
    this.kinds = Set.copyOf(all);
    return this;
  }

  /**
   * Sets how event notifications write the keys of the source bucket, for a store or a tool whose
   * way is not known, or that claims to be S3 and does otherwise. All rules for a bucket must
   * agree. Events of EventBridge and tasks of S3 Batch Operations are read as AWS documents them.
   *
   * @param encoding what the sender is known to do by default
   * @return this
   */
  public CopyRuleBuilder keyEncoding(KeyEncoding encoding) {
    this.keyEncoding = Objects.requireNonNull(encoding, "encoding");
    return this;
  }

  /**
   * Adds a destination that keeps the source's keys.
   *
   * @param bucket its bucket
   * @return this
   */
  public CopyRuleBuilder to(String bucket) {
    return to(Destination.in(bucket).build());
  }

  /**
   * Adds a destination.
   *
   * @param bucket its bucket
   * @param key its key mapping
   * @return this
   */
  public CopyRuleBuilder to(String bucket, KeyMapper key) {
    return to(Destination.in(bucket).key(key).build());
  }

  /**
   * Adds a destination whose keys are made by a template, which can name the groups of {@link
   * #regex}.
   *
   * @param bucket its bucket
   * @param template see {@link KeyMapper#template(String)}
   * @return this
   */
  public CopyRuleBuilder to(String bucket, String template) {
    destinations.add(
        pattern ->
            Destination.in(bucket)
                .key(
                    pattern == null
                        ? KeyMapper.template(template)
                        : KeyMapper.template(template, pattern))
                .build());
    return this;
  }

  /**
   * Adds a destination.
   *
   * @param destination the destination
   * @return this
   */
  public CopyRuleBuilder to(Destination destination) {
    Objects.requireNonNull(destination, "destination");
    destinations.add(pattern -> destination);
    return this;
  }

  /**
   * Sets which properties replicas get.
   *
   * @param options {@link CopyOptions#defaults()} by default
   * @return this
   */
  public CopyRuleBuilder options(CopyOptions options) {
    this.options = Objects.requireNonNull(options, "options");
    return this;
  }

  /**
   * Makes the rule.
   *
   * @return the rule
   * @throws InvalidRuleException if it cannot do what it says
   */
  public CopyRule build() {
    KeyFilter keys = KeyFilter.prefix(prefix).and(filter);
    if (regex != null) {
      keys = keys.and(KeyFilter.matching(regex));
    }
    CopyRule rule = new CopyRule(this, keys, sizes(), destinations());
    RuleChecks.check(rule);
    return rule;
  }

  private SizeRange sizes() {
    try {
      return new SizeRange(minBytes, maxBytes);
    } catch (IllegalArgumentException e) {
      throw new InvalidRuleException(name, "minSizeBytes", "is impossible: " + e.getMessage());
    }
  }

  private List<Destination> destinations() {
    try {
      return destinations.stream().map(destination -> destination.apply(regex)).toList();
    } catch (IllegalArgumentException e) {
      throw new InvalidRuleException(name, "destination", "is malformed: " + e.getMessage());
    }
  }
}
