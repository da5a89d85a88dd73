package io.github.s3sync.pattern;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Implements the filters that {@link KeyFilter} offers. Filters that accept the same are equal. */
final class KeyFilters {

  private KeyFilters() {}

  /** Accepts every object. */
  enum Any implements KeyFilter {
    INSTANCE;

    @Override
    public boolean accepts(SourceObject object) {
      return true;
    }
  }

  /** Accepts keys with a prefix. */
  record Prefix(String prefix) implements KeyFilter {

    @Override
    public boolean accepts(SourceObject object) {
      return object.key().startsWith(prefix);
    }

    @Override
    public boolean mayAcceptUnder(String other) {
      return other.startsWith(prefix) || prefix.startsWith(other);
    }
  }

  /** Rejects keys with a prefix. */
  record NoPrefix(String excluded) implements KeyFilter {

    @Override
    public boolean accepts(SourceObject object) {
      return !object.key().startsWith(excluded);
    }

    @Override
    public boolean mayAcceptUnder(String prefix) {
      return !prefix.startsWith(excluded);
    }
  }

  /** Accepts keys with a suffix. */
  record Suffix(String suffix) implements KeyFilter {

    @Override
    public boolean accepts(SourceObject object) {
      return object.key().endsWith(suffix);
    }
  }

  /** Accepts keys that match a glob. */
  static final class GlobFilter implements KeyFilter {

    private final String glob;
    private final GlobMachine machine;

    GlobFilter(String glob) {
      this.glob = glob;
      this.machine = Glob.compile(glob);
    }

    @Override
    public boolean accepts(SourceObject object) {
      return machine.matches(object.key());
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof GlobFilter that && glob.equals(that.glob);
    }

    @Override
    public int hashCode() {
      return glob.hashCode();
    }

    @Override
    public String toString() {
      return "glob " + glob;
    }
  }

  /** Accepts keys that match an expression. */
  record Expression(Pattern pattern) implements KeyFilter {

    @Override
    public boolean accepts(SourceObject object) {
      return BoundedExpression.matcher(pattern, object.key()).matches();
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Expression that && BoundedExpression.same(pattern, that.pattern);
    }

    @Override
    public int hashCode() {
      return pattern.pattern().hashCode();
    }
  }

  /** Accepts what two filters accept. */
  record Both(KeyFilter one, KeyFilter other) implements KeyFilter {

    @Override
    public boolean accepts(SourceObject object) {
      return one.accepts(object) && other.accepts(object);
    }

    @Override
    public boolean mayAcceptUnder(String prefix) {
      return one.mayAcceptUnder(prefix) && other.mayAcceptUnder(prefix);
    }
  }

  /** Accepts what either of two filters accepts. */
  record Either(KeyFilter one, KeyFilter other) implements KeyFilter {

    @Override
    public boolean accepts(SourceObject object) {
      return one.accepts(object) || other.accepts(object);
    }

    @Override
    public boolean mayAcceptUnder(String prefix) {
      return one.mayAcceptUnder(prefix) || other.mayAcceptUnder(prefix);
    }
  }
}
