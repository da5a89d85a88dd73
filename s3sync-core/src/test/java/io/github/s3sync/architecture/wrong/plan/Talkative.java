package io.github.s3sync.architecture.wrong.plan;

import com.fasterxml.jackson.databind.JsonNode;
import software.amazon.awssdk.services.s3.S3Client;

/** Reads JSON, talks to S3, and prints. */
public final class Talkative {
  private Talkative() {}

  /** All three. */
  public static void tell(JsonNode json, S3Client client) {
    System.out.println(json + client.serviceName());
  }
}
