package io.github.s3sync.rule;

import io.github.s3sync.event.EventKind;
import io.github.s3sync.event.KeyEncoding;
import io.github.s3sync.event.LogText;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which objects of one bucket are copied where. Immutable.
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
  private final String prefix;
  private final String suffix;
  private final KeyFilter filter;
  private final SizeRange sizes;
  private final Set<EventKind> kinds;
  private final @Nullable KeyEncoding keyEncoding;
  private final List<Destination> destinations;
  private final CopyOptions options;

  CopyRule(CopyRuleBuilder builder, KeyFilter filter, SizeRange sizes, List<Destination> to) {
    this.name = builder.name;
    this.sourceBucket = builder.sourceBucket;
    this.sourceOwner = builder.sourceOwner;
    this.sourceAccess = builder.sourceAccess;
    this.prefix = builder.prefix;
    this.suffix = builder.suffix;
    this.filter = filter;
    this.sizes = sizes;
    this.kinds = builder.kinds;
    this.keyEncoding = builder.keyEncoding;
    this.destinations = List.copyOf(to);
    this.options = builder.options;
  }

  /**
   * Begins a rule.
   *
   * @param name what it is called in outcomes and messages; unique within a {@link CopyRules}
   * @return the builder
   */
  public static CopyRuleBuilder named(String name) {
    return new CopyRuleBuilder(name);
  }

  /**
   * What the rule is called.
   *
   * @return its name
   */
  public String name() {
    return name;
  }

  /**
   * The bucket whose objects are copied.
   *
   * @return its name
   */
  public String sourceBucket() {
    return sourceBucket;
  }

  /**
   * The account that must own the source bucket.
   *
   * @return the account's 12 digits; null if any may
   */
  public @Nullable String sourceOwner() {
    return sourceOwner;
  }

  /**
   * As whom, and where, the source is read by a rule that streams. Without streaming a
   * destination's principal reads it, in the default store.
   *
   * @return the access; {@link Access#OWN} by default
   */
  public Access sourceAccess() {
    return sourceAccess;
  }

  /**
   * How every key of the rule begins.
   *
   * @return the prefix, empty for all
   */
  public String prefix() {
    return prefix;
  }

  /**
   * How all keys of the rule end, as far as a suffix was asked for.
   *
   * @return the suffix; empty if none was
   */
  public String suffix() {
    return suffix;
  }

  /**
   * Which keys are taken, the prefix included.
   *
   * @return the filter
   */
  public KeyFilter filter() {
    return filter;
  }

  /**
   * Which sizes are taken.
   *
   * @return the range
   */
  public SizeRange sizes() {
    return sizes;
  }

  /**
   * Which events are taken.
   *
   * @return their kinds
   */
  public Set<EventKind> kinds() {
    return kinds;
  }

  /**
   * How event notifications write the keys of the source bucket.
   *
   * @return the encoding; null for what the sender is known to do
   */
  public @Nullable KeyEncoding keyEncoding() {
    return keyEncoding;
  }

  /**
   * Where replicas go.
   *
   * @return one destination or more
   */
  public List<Destination> destinations() {
    return destinations;
  }

  /**
   * Which properties replicas get.
   *
   * @return the options
   */
  public CopyOptions options() {
    return options;
  }

  /**
   * For people and logs.
   *
   * @return the name
   */
  @Override
  public String toString() {
    return "rule '" + LogText.of(name, 200) + "'";
  }
}
