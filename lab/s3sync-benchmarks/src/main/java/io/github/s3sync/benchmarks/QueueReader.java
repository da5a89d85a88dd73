package io.github.s3sync.benchmarks;

/** Lists the compared ways to process a queue; each copies with {@code S3Sync.handle}. */
enum QueueReader {
  LOOP("SDK loop"),
  POLLER("SqsPoller"),
  SPRING("spring-cloud-aws-sqs");

  private final String title;

  QueueReader(String title) {
    this.title = title;
  }

  @Override
  public String toString() {
    return title;
  }
}
