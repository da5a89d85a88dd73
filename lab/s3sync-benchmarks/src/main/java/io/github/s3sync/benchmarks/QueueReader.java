package io.github.s3sync.benchmarks;

/** The ways to work off a queue that are compared; each copies with {@code S3Sync.handle}. */
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
