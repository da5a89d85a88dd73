package io.github.s3sync.pattern;

import io.github.s3sync.event.Internal;
import org.jspecify.annotations.Nullable;

/**
 * Removes a prefix from the source's key and adds another one.
 *
 * @param removed the prefix to remove
 * @param added the prefix to add
 * @since 0.1.0
 */
@Internal
public record PrefixMapper(String removed, String added) implements KeyMapper {

  @Override
  public String map(SourceObject source) {
    if (!source.key().startsWith(removed)) {
      throw new UnmappableKeyException("key does not start with '" + removed + "'");
    }
    return added + source.key().substring(removed.length());
  }

  /** Returns false: the rest of the key is kept, so two keys stay different. */
  @Override
  public boolean mayCollide() {
    return false;
  }

  /**
   * Returns a mapping as one that replaces a prefix.
   *
   * @param mapper the mapping
   * @return the same mapping; null if it does anything else
   */
  public static @Nullable PrefixMapper of(KeyMapper mapper) {
    if (mapper instanceof PrefixMapper prefixed) {
      return prefixed;
    }
    return mapper instanceof Template template ? template.asPrefixMapper() : null;
  }

  /**
   * Tells whether another mapping restores the original of every key that it accepts from this one.
   *
   * @param back the other mapping
   * @return true if each key is mapped back to itself
   */
  public boolean isReversedBy(PrefixMapper back) {
    if (added.startsWith(back.removed)) {
      return removed.equals(back.added + added.substring(back.removed.length()));
    }
    return back.removed.startsWith(added)
        && back.added.equals(removed + back.removed.substring(added.length()));
  }

  /**
   * Tells whether some key with a prefix can have the prefix that is removed.
   *
   * @param prefix the prefix of the keys
   * @return false if this mapping can map none of them
   */
  public boolean acceptsSomeKeyWith(String prefix) {
    return prefix.startsWith(removed) || removed.startsWith(prefix);
  }

  @Override
  public String outputPrefix(String sourcePrefix) {
    return sourcePrefix.startsWith(removed)
        ? added + sourcePrefix.substring(removed.length())
        : added;
  }

  @Override
  public boolean keepsRest(String sourcePrefix) {
    return sourcePrefix.startsWith(removed);
  }

  /** Describes the mapping as a template if a template can do the same. */
  @Override
  public String toString() {
    String kept = removed.isEmpty() ? "{key}" : "{key without '" + removed + "'}";
    return Template.escape(added) + kept;
  }
}
