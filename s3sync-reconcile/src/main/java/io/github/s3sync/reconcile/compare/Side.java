package io.github.s3sync.reconcile.compare;

import io.github.s3sync.reconcile.listing.KeyRange;
import io.github.s3sync.reconcile.listing.ListingTraits;
import io.github.s3sync.reconcile.listing.PageSource;
import io.github.s3sync.reconcile.listing.RangeListing;

/**
 * Describes the listing of the sources or of the replicas of a flow.
 *
 * @param pages provides the pages
 * @param prefix the prefix of all keys
 * @param traits the known properties of the store
 */
record Side(PageSource pages, String prefix, ListingTraits traits) {

  RangeListing list(KeyRange range) {
    return new RangeListing(pages, prefix, range, traits);
  }

  /** Returns the key without the prefix. */
  String rest(String key) {
    return key.substring(prefix.length());
  }
}
