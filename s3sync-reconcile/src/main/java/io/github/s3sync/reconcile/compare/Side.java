package io.github.s3sync.reconcile.compare;

import io.github.s3sync.client.S3Clients;
import io.github.s3sync.reconcile.listing.KeyRange;
import io.github.s3sync.reconcile.listing.ListingTraits;
import io.github.s3sync.reconcile.listing.PageSource;
import io.github.s3sync.reconcile.listing.RangeListing;
import io.github.s3sync.reconcile.listing.RetryingPages;
import io.github.s3sync.reconcile.listing.S3PageSource;
import java.time.Duration;

/**
 * Describes the listing of the sources or of the replicas of a flow.
 *
 * @param pages provides the pages
 * @param prefix the prefix of all keys
 * @param traits the known properties of the store
 */
record Side(PageSource pages, String prefix, ListingTraits traits) {

  /** The suffix of the names of directory buckets. */
  private static final String DIRECTORY_BUCKET = "--x-s3";

  RangeListing list(KeyRange range) {
    return new RangeListing(pages, prefix, range, traits);
  }

  /** Returns the key without the prefix. */
  String rest(String key) {
    return key.substring(prefix.length());
  }

  /** Returns the listing of a flow's sources, with retries. */
  static Side sources(Flow flow, S3Clients clients, Duration retryPause, boolean unordered) {
    return of(
        FlowRunner.sourcePages(flow, clients),
        flow.rule().sourceBucket(),
        flow.sourcePrefix(),
        retryPause,
        unordered);
  }

  /** Returns the listing of a flow's replicas, with retries. */
  static Side replicas(Flow flow, S3Clients clients, Duration retryPause, boolean unordered) {
    PageSource pages =
        new S3PageSource(
            clients.destination(flow.anyPlan()),
            flow.destination().bucket(),
            flow.destination().expectedOwner(),
            flow.rule().options().requestPayer());
    return of(pages, flow.destination().bucket(), flow.replicaPrefix(), retryPause, unordered);
  }

  private static Side of(
      PageSource pages, String bucket, String prefix, Duration retryPause, boolean unordered) {
    return new Side(
        new RetryingPages(pages, retryPause),
        prefix,
        new ListingTraits(!unordered && !isDirectoryBucket(bucket)));
  }

  /** Returns whether a bucket is a directory bucket, which lists keys in no particular order. */
  static boolean isDirectoryBucket(String bucket) {
    return bucket.endsWith(DIRECTORY_BUCKET);
  }
}
