package io.github.s3sync.sqs.crash;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.s3sync.plan.FailureReason;
import java.io.UncheckedIOException;

/** Creates messages that can never succeed from one that can. */
enum Poison {
  NO_JSON(FailureReason.MALFORMED_EVENT) {
    @Override
    String of(String good, int number) {
      return "poison " + number;
    }
  },
  NO_NOTIFICATION(FailureReason.MALFORMED_EVENT) {
    @Override
    String of(String good, int number) {
      return "{\"poison\":" + number + "}";
    }
  },
  CUT_OFF(FailureReason.MALFORMED_EVENT) {
    @Override
    String of(String good, int number) {
      return good.substring(0, good.length() - 1);
    }
  },
  UNDECODABLE_KEY(FailureReason.KEY_UNDECODABLE) {
    @Override
    String of(String good, int number) {
      return withKey(good, "poison/" + number + "/%zz").toString();
    }
  },
  KEY_TOO_LONG(FailureReason.KEY_TOO_LONG) {
    @Override
    String of(String good, int number) {
      // The key of the source is valid, that of its replica is too long.
      String key = "poison/" + number + "/" + "k".repeat(1_024);
      return withKey(good, key.substring(0, 1_024)).toString();
    }
  },
  MISSING_BUCKET(FailureReason.BUCKET_NOT_FOUND) {
    @Override
    String of(String good, int number) {
      JsonNode body = withKey(good, "poison/" + number);
      ((ObjectNode) body.at("/Records/0/s3/bucket")).put("name", Site.MISSING);
      return body.toString();
    }
  },
  /** The first record is valid and must be copied. */
  BAD_AMONG_GOOD(FailureReason.KEY_UNDECODABLE) {
    @Override
    String of(String good, int number) {
      JsonNode body = read(good);
      ((ArrayNode) body.at("/Records"))
          .add(withKey(good, "poison/" + number + "/%zz").at("/Records/0"));
      return body.toString();
    }
  };

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final FailureReason reason;

  Poison(FailureReason reason) {
    this.reason = reason;
  }

  /**
   * Returns the body of a message, a different one for each number.
   *
   * @param good a valid notification
   */
  abstract String of(String good, int number);

  /**
   * Returns whether the body contains the valid notification, so that it need not be sent
   * separately.
   */
  boolean tellsTheGood() {
    return this == BAD_AMONG_GOOD;
  }

  /** Returns the expected reason of the failure. */
  FailureReason reason() {
    return reason;
  }

  /** The kind of a body, and how often it was sent. */
  record Dose(Poison kind, int times) {}

  private static JsonNode withKey(String good, String encodedKey) {
    JsonNode body = read(good);
    ((ObjectNode) body.at("/Records/0/s3/object")).put("key", encodedKey);
    return body;
  }

  private static JsonNode read(String body) {
    try {
      return JSON.readTree(body);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
