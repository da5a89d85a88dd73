package io.github.s3sync.testing;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;

/** A function that cannot start. */
public final class BrokenFunction implements RequestHandler<String, String> {

  /** Throws like a handler whose configuration is missing. */
  public BrokenFunction() {
    throw new IllegalStateException("no configuration");
  }

  @Override
  public String handleRequest(String event, Context context) {
    return event;
  }
}
