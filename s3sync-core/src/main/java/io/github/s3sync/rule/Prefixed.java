package io.github.s3sync.rule;

import io.github.s3sync.event.ObjectEvent;
import io.github.s3sync.key.ObjectRef;

/** The source's key with {@code removed} taken off its beginning and {@code added} put on. */
record Prefixed(String removed, String added) implements KeyMapper {

  @Override
  public String map(ObjectRef source, ObjectEvent event) {
    if (!source.key().startsWith(removed)) {
      throw new UnmappableKeyException("key does not begin with '" + removed + "'");
    }
    return added + source.key().substring(removed.length());
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
}
