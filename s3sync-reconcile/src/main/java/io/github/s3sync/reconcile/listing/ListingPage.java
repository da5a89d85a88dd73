package io.github.s3sync.reconcile.listing;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One answer to a listing request.
 *
 * @param objects the objects; a page may have fewer than were asked for, and even none
 * @param truncated whether more pages follow: the only sign that a listing ends
 * @param nextToken what continues the listing; null if there is nothing to continue, or if the
 *     store left it out
 * @since 0.1.0
 */
public record ListingPage(
    List<ListedObject> objects, boolean truncated, @Nullable String nextToken) {

  /** Copies the list. */
  public ListingPage {
    objects = List.copyOf(objects);
  }
}
