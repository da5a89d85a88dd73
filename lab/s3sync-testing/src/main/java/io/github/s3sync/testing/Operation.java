package io.github.s3sync.testing;

/** Executes a request. */
@FunctionalInterface
interface Operation {

  /**
   * Executes the operation of the request.
   *
   * @throws Refusal if S3 would answer with an error
   */
  Answer run(S3Request request);
}
