package io.github.s3sync.reconcile.listing;

import org.jspecify.annotations.Nullable;

/**
 * Gets listings page by page. Implementations are safe for use by many threads.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface PageSource {

  /**
   * Gets one page.
   *
   * @param prefix how all keys begin
   * @param startAfter the key after which the listing starts; null for the first key, and where
   *     there is a token
   * @param token what the page before gave to continue with; null for the first page
   * @return the page
   * @throws ListingException if there was no usable answer
   */
  ListingPage page(String prefix, @Nullable String startAfter, @Nullable String token);
}
