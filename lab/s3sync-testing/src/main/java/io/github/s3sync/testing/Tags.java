package io.github.s3sync.testing;

import java.util.LinkedHashMap;
import java.util.Map;

/** Parses and writes object tags, in headers and in XML. */
final class Tags {

  private static final int MAXIMUM = 10;

  private Tags() {}

  static Map<String, String> ofHeader(S3Request request) {
    return checked(Percent.decodePairs(request.header("x-amz-tagging")));
  }

  static Map<String, String> ofBody(S3Request request) {
    Map<String, String> tags = new LinkedHashMap<>();
    for (XmlBody set : XmlBody.parse(request.body()).children("TagSet")) {
      for (XmlBody tag : set.children("Tag")) {
        if (tags.put(tag.require("Key"), tag.require("Value")) != null) {
          throw new Refusal(400, "InvalidTag", "Cannot provide multiple Tags with the same key");
        }
      }
    }
    return checked(tags);
  }

  static Answer answer(Map<String, String> tags) {
    return Answer.xml(
        "Tagging",
        xml ->
            xml.nest(
                "TagSet",
                set ->
                    tags.forEach(
                        (key, value) ->
                            set.nest("Tag", tag -> tag.text("Key", key).text("Value", value)))));
  }

  private static Map<String, String> checked(Map<String, String> tags) {
    if (tags.size() > MAXIMUM) {
      throw new Refusal(400, "BadRequest", "Object tags cannot be greater than " + MAXIMUM);
    }
    tags.forEach(
        (key, value) -> {
          if (key.isEmpty() || key.length() > 128) {
            throw new Refusal(400, "InvalidTag", "The TagKey you have provided is invalid");
          }
          if (value.length() > 256) {
            throw new Refusal(400, "InvalidTag", "The TagValue you have provided is invalid");
          }
        });
    return tags;
  }
}
