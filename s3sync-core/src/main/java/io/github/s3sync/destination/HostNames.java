package io.github.s3sync.destination;

import java.util.regex.Pattern;

/** Explains why {@link java.net.URI} finds no host in a URL if the reason is not obvious. */
final class HostNames {

  /** The problem of a URL whose host name contains an underscore. */
  static final String UNDERSCORE_PROBLEM =
      "has '_' in its host name, which is not a legal host name, expected a name without '_' or an"
          + " IP address";

  private static final Pattern WITH_UNDERSCORE =
      Pattern.compile("(?i)https?://([^/?#@]*@)?[a-z0-9.-]*_[a-z0-9._-]*(:[0-9]*)?([/?#].*)?");

  private HostNames() {}

  /**
   * Tells whether the host name of a URL contains an underscore, as service names in Docker Compose
   * often do.
   *
   * @param url the URL
   * @return true if it does, and nothing else is wrong with its host
   */
  static boolean haveUnderscore(String url) {
    return WITH_UNDERSCORE.matcher(url).matches();
  }
}
