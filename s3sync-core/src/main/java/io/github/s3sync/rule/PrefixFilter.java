package io.github.s3sync.rule;

/** Accepts keys with a prefix. */
record PrefixFilter(String prefix) implements KeyFilter {

  @Override
  public boolean accepts(String key) {
    return key.startsWith(prefix);
  }

  @Override
  public boolean mayAcceptUnder(String other) {
    return other.startsWith(prefix) || prefix.startsWith(other);
  }
}
