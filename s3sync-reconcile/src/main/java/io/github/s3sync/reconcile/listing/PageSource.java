package io.github.s3sync.reconcile.listing;

import org.jspecify.annotations.Nullable;

/**
 * Reads listings page by page. Implementations must be safe for use by many threads.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface PageSource {

  /**
   * Reads one page.
   *
   * @param prefix the prefix of all keys
   * @param startAfter the key after which the listing starts; null to start at the first key or if
   *     a token is given
   * @param token the continuation token of the previous page; null for the first page
   * @return the page
   * @throws ListingException if the store did not return a usable response
   */
  ListingPage page(String prefix, @Nullable String startAfter, @Nullable String token);
}
