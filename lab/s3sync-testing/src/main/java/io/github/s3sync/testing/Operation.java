package io.github.s3sync.testing;

/** Carries a request out. */
@FunctionalInterface
interface Operation {

  /**
   * Does what the request asks for.
   *
   * @throws Refusal if S3 would answer with an error
   */
  Answer run(S3Request request);
}
