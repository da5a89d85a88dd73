package io.github.s3sync.architecture.wrong.util;

/** A name that says nothing, in a package that says nothing, without a package-info. */
public final class KeyUtils {
  private KeyUtils() {}
}
