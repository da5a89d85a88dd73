package io.github.s3sync.reconcile.listing;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Holds the response to one listing request.
 *
 * @param objects the objects; a page may have fewer objects than requested, and may be empty
 * @param truncated whether more pages follow; only this value shows that a listing ends
 * @param nextToken the continuation token; null if no page follows or if the store omitted the
 *     token
 * @since 0.1.0
 */
public record ListingPage(
    List<ListedObject> objects, boolean truncated, @Nullable String nextToken) {

  /** Copies the list. */
  public ListingPage {
    objects = List.copyOf(objects);
  }
}
