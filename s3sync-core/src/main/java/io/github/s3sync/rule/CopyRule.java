package io.github.s3sync.rule;

import io.github.s3sync.destination.Access;
import io.github.s3sync.destination.Destination;
import io.github.s3sync.event.EventKind;
import io.github.s3sync.event.LogText;
import io.github.s3sync.key.KeyDecoder;
import io.github.s3sync.option.CopyOptions;
import io.github.s3sync.pattern.KeyFilter;
import io.github.s3sync.pattern.SizeRange;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Defines which objects of one bucket are copied, to which destinations and with which properties.
 * Immutable.
 *
 * <pre>{@code
 * CopyRule rule =
 *     CopyRule.named("reports")
 *         .from("src").prefix("prefix/").suffix(".txt")
 *         .to("dst", KeyMapper.flatten("bdp/"))
 *         .build();
 * }</pre>
 *
 * @since 0.1.0
 */
public final class CopyRule {

  private final String name;
  private final String sourceBucket;
  private final @Nullable String sourceOwner;
  private final Access sourceAccess;
  private final SourceKeys keys;
  private final KeyFilter filter;
  private final SizeRange sizes;
  private final Set<EventKind> kinds;
  private final @Nullable KeyDecoder keyDecoder;
  private final List<Destination> destinations;
  private final CopyOptions options;

  CopyRule(CopyRuleBuilder builder, SizeRange sizes, List<Destination> to) {
    this.name = builder.name;
    this.sourceBucket = builder.sourceBucket;
    this.sourceOwner = builder.sourceOwner;
    this.sourceAccess = builder.sourceAccess;
    this.keys = builder.keys;
    this.filter = builder.keys.filter();
    this.sizes = sizes;
    this.kinds = builder.kinds;
    this.keyDecoder = builder.keyDecoder;
    this.destinations = List.copyOf(to);
    this.options = builder.options;
  }

  /**
   * Returns a builder for a rule.
   *
   * @param name the name of the rule in outcomes and messages; unique within a {@link CopyRules}
   * @return the builder
   */
  public static CopyRuleBuilder named(String name) {
    return new CopyRuleBuilder(name);
  }

  /**
   * Returns the name of the rule.
   *
   * @return its name
   */
  public String name() {
    return name;
  }

  /**
   * Returns the bucket whose objects are copied.
   *
   * @return its name
   */
  public String sourceBucket() {
    return sourceBucket;
  }

  /**
   * Returns the account that must own the source bucket.
   *
   * @return the 12-digit account ID; null if any account may own it
   */
  public @Nullable String sourceOwner() {
    return sourceOwner;
  }

  /**
   * Returns the principal and store with which a rule that streams reads the source. Without
   * streaming, the destination's principal reads it, in the default store.
   *
   * @return the access; {@link Access#OWN} by default
   */
  public Access sourceAccess() {
    return sourceAccess;
  }

  /**
   * Returns the prefix of the keys that the rule accepts.
   *
   * @return the prefix; empty for all keys
   */
  public String prefix() {
    return keys.prefix();
  }

  /**
   * Returns the suffix that the keys of the rule must have.
   *
   * @return the suffix; empty if none was set
   */
  public String suffix() {
    return keys.suffix();
  }

  /**
   * Returns the filter of keys, which includes the prefix.
   *
   * @return the filter
   */
  public KeyFilter filter() {
    return filter;
  }

  /**
   * Returns the range of object sizes that the rule accepts.
   *
   * @return the range
   */
  public SizeRange sizes() {
    return sizes;
  }

  /**
   * Returns the kinds of events that the rule accepts.
   *
   * @return the kinds
   */
  public Set<EventKind> kinds() {
    return kinds;
  }

  /**
   * Returns the decoder of keys in event notifications of the source bucket.
   *
   * @return the decoder; null for the encoding that is known for the sender
   */
  public @Nullable KeyDecoder keyDecoder() {
    return keyDecoder;
  }

  /**
   * Returns the destinations of the replicas.
   *
   * @return at least one destination
   */
  public List<Destination> destinations() {
    return destinations;
  }

  /**
   * Returns the options that define the properties of replicas.
   *
   * @return the options
   */
  public CopyOptions options() {
    return options;
  }

  /** Returns the filters as they were set. */
  SourceKeys keys() {
    return keys;
  }

  /**
   * Returns a builder with the values of this rule. Filters and destinations that are set with it
   * are added to those of this rule.
   *
   * @return the builder
   */
  public CopyRuleBuilder toBuilder() {
    return new CopyRuleBuilder(this);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other || (other instanceof CopyRule that && hasSameValues(that));
  }

  private boolean hasSameValues(CopyRule that) {
    return name.equals(that.name)
        && sourceBucket.equals(that.sourceBucket)
        && Objects.equals(sourceOwner, that.sourceOwner)
        && sourceAccess.equals(that.sourceAccess)
        && filter.equals(that.filter)
        && sizes.equals(that.sizes)
        && kinds.equals(that.kinds)
        && Objects.equals(keyDecoder, that.keyDecoder)
        && destinations.equals(that.destinations)
        && options.equals(that.options);
  }

  /** Names are unique within a set of rules, so the other properties would add nothing. */
  @Override
  public int hashCode() {
    return Objects.hash(name, sourceBucket, keys.prefix());
  }

  /**
   * Describes the rule for logs.
   *
   * @return the name
   */
  @Override
  public String toString() {
    return "rule '" + LogText.of(name, 200) + "'";
  }
}
