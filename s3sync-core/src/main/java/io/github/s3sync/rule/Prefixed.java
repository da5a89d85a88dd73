package io.github.s3sync.rule;

import io.github.s3sync.event.ObjectEvent;
import io.github.s3sync.key.ObjectRef;
import org.jspecify.annotations.Nullable;

/** The source's key with {@code removed} taken off its beginning and {@code added} put on. */
record Prefixed(String removed, String added) implements KeyMapper {

  @Override
  public String map(ObjectRef source, ObjectEvent event) {
    if (!source.key().startsWith(removed)) {
      throw new UnmappableKeyException("key does not begin with '" + removed + "'");
    }
    return added + source.key().substring(removed.length());
  }

  /** What is behind the beginning stays, and tells any two keys apart. */
  @Override
  public boolean mayCollide() {
    return false;
  }

  /** A mapping as one that exchanges beginnings, or null if it does anything else. */
  static @Nullable Prefixed of(KeyMapper mapper) {
    if (mapper instanceof Prefixed prefixed) {
      return prefixed;
    }
    return mapper instanceof Template template ? template.asPrefixed() : null;
  }

  /** Whether another mapping turns every key that it can take from this one into what it was. */
  boolean isUndoneBy(Prefixed back) {
    if (added.startsWith(back.removed)) {
      return removed.equals(back.added + added.substring(back.removed.length()));
    }
    return back.removed.startsWith(added)
        && back.added.equals(removed + back.removed.substring(added.length()));
  }

  /** Whether any key that begins so has what is taken off. */
  boolean mayTake(String prefix) {
    return prefix.startsWith(removed) || removed.startsWith(prefix);
  }

  @Override
  public String outputPrefix(String sourcePrefix) {
    return sourcePrefix.startsWith(removed)
        ? added + sourcePrefix.substring(removed.length())
        : added;
  }

  /** In the form of a template where a template can do the same. */
  @Override
  public String toString() {
    String kept = removed.isEmpty() ? "{key}" : "{key without '" + removed + "'}";
    return Template.escape(added) + kept;
  }
}
