package io.github.s3sync.reconcile;

import io.github.s3sync.reconcile.compare.Bytes;
import io.github.s3sync.reconcile.compare.FlowSample;
import io.github.s3sync.reconcile.compare.Level;

/**
 * Computes the requests of a run from the numbers of its objects.
 *
 * @param level how closely objects are compared
 * @param bytes the objects whose content is read
 * @param looksUpMissing whether a missing replica is looked up before it is reported or copied
 * @param looksUpExtras whether a replica without a source is looked up
 * @param looksAgain whether a replica without a source is looked up again after the settle time
 * @param deletes whether replicas without a source are deleted
 * @param copies whether this process copies sources
 * @param copyAll whether every source is copied without a comparison
 * @param listers the number of ranges that are listed at the same time
 * @param workers the number of objects that are looked up or copied at the same time
 */
record RequestModel(
    Level level,
    Bytes bytes,
    boolean looksUpMissing,
    boolean looksUpExtras,
    boolean looksAgain,
    boolean deletes,
    boolean copies,
    boolean copyAll,
    int listers,
    int workers) {

  private static final double KEYS_PER_PAGE = 1_000;

  /** The HEAD requests of one look at both objects. */
  private static final int LOOK = 2;

  /** The HEAD requests of a difference, which is confirmed by a second look. */
  private static final int CONFIRMED = 2 * LOOK;

  /** The requests of the executor before and after a delete. */
  private static final int READS_OF_DELETE = 3;

  /** Returns the number of threads that look up or copy objects. */
  int threads() {
    return workers == 0 ? listers : workers;
  }

  void add(Requests requests, FlowSample sample) {
    // One request more for each listing confirms its end.
    requests.lists += (sample.table() ? 2 : 1) * pages(sample.sources());
    if (!copyAll) {
      requests.lists += pages(sample.replicas());
      addReads(requests, sample);
      if (looksUpExtras && looksAgain) {
        // The source is also searched in the listing of its key.
        requests.reads += CONFIRMED * sample.extra();
        requests.lists += sample.extra();
      }
    }
    if (copies) {
      sample.copyRequests().forEach(requests::add);
    }
    if (deletes) {
      requests.reads += READS_OF_DELETE * sample.extra();
      requests.deletes += sample.extra();
    }
  }

  private void addReads(Requests requests, FlowSample sample) {
    double pairs = sample.same() + sample.open();
    double each =
        switch (level) {
          case LISTING -> 0;
          case HEAD -> LOOK;
          case TAGS -> 2 * LOOK;
        };
    requests.reads += each * pairs + CONFIRMED * sample.open();
    requests.reads += 2 * bytes.share() * pairs;
    requests.reads += bytes.ifUnknown() ? 2 * sample.open() : 0;
    requests.reads += looksUpMissing ? CONFIRMED * sample.missing() : 0;
    requests.reads += looksUpExtras ? CONFIRMED * sample.extra() : 0;
  }

  private static double pages(double keys) {
    return Math.ceil(keys / KEYS_PER_PAGE) + 1;
  }

  /** Counts requests by their price. */
  static final class Requests {

    double lists;
    double reads;
    double writes;
    double deletes;

    private void add(String operation, double number) {
      if (operation.startsWith("Get") || operation.startsWith("Head")) {
        reads += number;
      } else if (operation.startsWith("Delete")) {
        deletes += number;
      } else {
        writes += number;
      }
    }
  }
}
