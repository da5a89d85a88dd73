package io.github.s3sync.rule;

import io.github.s3sync.destination.Access;
import io.github.s3sync.destination.Destination;
import io.github.s3sync.event.EventKind;
import io.github.s3sync.event.KeyEncoding;
import io.github.s3sync.key.KeyDecoder;
import io.github.s3sync.option.CopyOptions;
import io.github.s3sync.option.CopyOptionsBuilder;
import io.github.s3sync.pattern.KeyFilter;
import io.github.s3sync.pattern.KeyMapper;
import io.github.s3sync.pattern.SizeRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Builds a {@link CopyRule}. Not thread-safe.
 *
 * @since 0.1.0
 */
public final class CopyRuleBuilder {

  String name;
  String sourceBucket = "";
  @Nullable String sourceOwner;
  Access sourceAccess = Access.OWN;
  SourceKeys keys = SourceKeys.ALL;
  private long minBytes;
  private long maxBytes = Long.MAX_VALUE;
  Set<EventKind> kinds = Set.of(EventKind.CREATED);
  @Nullable KeyDecoder keyDecoder;
  private final List<Function<@Nullable Pattern, Destination>> destinations = new ArrayList<>();
  CopyOptions options = CopyOptions.defaults();

  CopyRuleBuilder(String name) {
    this.name = Objects.requireNonNull(name, "name");
  }

  CopyRuleBuilder(CopyRule from) {
    this.name = from.name();
    this.sourceBucket = from.sourceBucket();
    this.sourceOwner = from.sourceOwner();
    this.sourceAccess = from.sourceAccess();
    this.keys = from.keys();
    this.minBytes = from.sizes().minBytes();
    this.maxBytes = from.sizes().maxBytes();
    this.kinds = from.kinds();
    this.keyDecoder = from.keyDecoder();
    from.destinations().forEach(this::to);
    this.options = from.options();
  }

  /**
   * Sets another name.
   *
   * @param unique the name of the rule in outcomes and messages; unique within a {@link CopyRules}
   * @return this
   */
  public CopyRuleBuilder name(String unique) {
    this.name = Objects.requireNonNull(unique, "unique");
    return this;
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
   * Sets the account that must own the source bucket. If another account owns it, reads fail
   * ({@code x-amz-source-expected-bucket-owner}).
   *
   * @param accountId the 12-digit account ID; null, the default, for any account
   * @return this
   */
  public CopyRuleBuilder sourceOwner(@Nullable String accountId) {
    this.sourceOwner = accountId;
    return this;
  }

  /**
   * Sets the principal and store with which the source is read. Only for rules that stream, see
   * {@link CopyOptionsBuilder#transfer}.
   *
   * @param access {@link Access#OWN} by default
   * @return this
   */
  public CopyRuleBuilder sourceAccess(Access access) {
    this.sourceAccess = Objects.requireNonNull(access, "access");
    return this;
  }

  /**
   * Accepts only keys that start with a prefix. This is the only indexed filter: many rules with
   * different prefixes cost no more than one rule.
   *
   * @param prefix the prefix, empty by default; S3 has no folders, so {@code in} also accepts
   *     {@code index.html}
   * @return this
   */
  public CopyRuleBuilder prefix(String prefix) {
    this.keys = keys.withPrefix(prefix);
    return this;
  }

  /**
   * Accepts only keys that end with a suffix.
   *
   * @param suffix the suffix
   * @return this
   */
  public CopyRuleBuilder suffix(String suffix) {
    this.keys = keys.withSuffix(suffix);
    return this;
  }

  /**
   * Accepts only keys that match a glob as a whole, see {@link KeyFilter#glob}.
   *
   * @param glob the pattern
   * @return this
   * @throws InvalidRuleException if the pattern is malformed or empty
   */
  public CopyRuleBuilder glob(String glob) {
    this.keys = keys.withGlob(name, glob);
    return this;
  }

  /**
   * Accepts only keys that match a regular expression as a whole. Templates can refer to its
   * groups.
   *
   * @param expression the expression, in the syntax of {@code java.util.regex.Pattern}
   * @return this
   * @throws InvalidRuleException if the expression is malformed, empty, or longer than {@link
   *     KeyFilter#MAX_PATTERN_LENGTH}
   */
  public CopyRuleBuilder regex(String expression) {
    this.keys = keys.withRegex(name, expression);
    return this;
  }

  /**
   * Accepts only keys that pass this filter, in addition to the filters set before.
   *
   * @param other the filter
   * @return this
   */
  public CopyRuleBuilder filter(KeyFilter other) {
    this.keys = keys.and(other);
    return this;
  }

  /**
   * Accepts only objects of at least this size.
   *
   * @param minBytes 0 by default
   * @return this
   */
  public CopyRuleBuilder minSizeBytes(long minBytes) {
    this.minBytes = minBytes;
    return this;
  }

  /**
   * Accepts only objects of at most this size.
   *
   * @param maxBytes unlimited by default
   * @return this
   */
  public CopyRuleBuilder maxSizeBytes(long maxBytes) {
    this.maxBytes = maxBytes;
    return this;
  }

  /**
   * Sets the kinds of events that the rule accepts.
   *
   * <p>With {@link EventKind#REMOVED}, which requires {@link EventKind#CREATED}, replicas whose
   * source is gone are deleted. This needs a mapping without {@code {date}} under which no two keys
   * share a replica, and {@code s3:ListBucket} on the source, see {@code docs/permissions.md}. A
   * custom {@link KeyMapper} must always map a key to the same replica, and never to the replica of
   * another key.
   *
   * @param first {@link EventKind#CREATED} alone by default
   * @param more more kinds
   * @return this
   */
  public CopyRuleBuilder on(EventKind first, EventKind... more) {
    List<EventKind> all = new ArrayList<>(List.of(more));
    all.add(first);
    this.kinds = Set.copyOf(all);
    return this;
  }

  /**
   * Sets the encoding of keys in event notifications of the source bucket: the {@link #keyDecoder}
   * is the one of this encoding. Use it for a store or tool whose encoding is unknown, or that
   * claims to be S3 and encodes keys differently. All rules for a bucket must agree. Events of
   * EventBridge and tasks of S3 Batch Operations are always read as AWS documents them.
   *
   * @param encoding the encoding; by default the one that is known for the sender
   * @return this
   */
  public CopyRuleBuilder keyEncoding(KeyEncoding encoding) {
    return keyDecoder(KeyDecoder.of(encoding));
  }

  /**
   * Sets the decoder of keys in event notifications of the source bucket, for a sender that uses
   * none of the {@linkplain #keyEncoding known encodings}. All rules for a bucket must use an equal
   * decoder. Events of EventBridge and tasks of S3 Batch Operations are not decoded with it.
   *
   * @param decoder the decoder, which must be immutable; by default the one that is known for the
   *     sender
   * @return this
   */
  public CopyRuleBuilder keyDecoder(KeyDecoder decoder) {
    this.keyDecoder = Objects.requireNonNull(decoder, "decoder");
    return this;
  }

  /**
   * Adds a destination that keeps the source's keys.
   *
   * @param bucket the bucket
   * @return this
   */
  public CopyRuleBuilder to(String bucket) {
    return to(Destination.in(bucket).build());
  }

  /**
   * Adds a destination with a key mapping.
   *
   * @param bucket the bucket
   * @param key the key mapping
   * @return this
   */
  public CopyRuleBuilder to(String bucket, KeyMapper key) {
    return to(Destination.in(bucket).key(key).build());
  }

  /**
   * Adds a destination whose keys are built by a template, which can refer to the groups of {@link
   * #regex}.
   *
   * @param bucket the bucket
   * @param template the template, see {@link KeyMapper#template(String)}
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
   * Replaces all destinations.
   *
   * @param replacements at least one destination
   * @return this
   */
  public CopyRuleBuilder destinations(List<Destination> replacements) {
    destinations.clear();
    replacements.forEach(this::to);
    return this;
  }

  /**
   * Sets the options that define the properties of replicas.
   *
   * @param options {@link CopyOptions#defaults()} by default
   * @return this
   */
  public CopyRuleBuilder options(CopyOptions options) {
    this.options = Objects.requireNonNull(options, "options");
    return this;
  }

  /**
   * Builds the rule.
   *
   * @return the rule
   * @throws InvalidRuleException if a property is missing or invalid, or if properties contradict
   *     each other
   */
  public CopyRule build() {
    CopyRule rule = new CopyRule(this, sizes(), destinations());
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
      return destinations.stream().map(destination -> destination.apply(keys.regex())).toList();
    } catch (IllegalArgumentException e) {
      throw new InvalidRuleException(name, "destination", "is malformed: " + e.getMessage());
    }
  }
}
