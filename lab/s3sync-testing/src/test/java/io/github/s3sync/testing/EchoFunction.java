package io.github.s3sync.testing;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.util.Map;

/** A function that performs the action in the event's {@code do}. */
public final class EchoFunction
    implements RequestHandler<Map<String, String>, Map<String, String>> {

  @Override
  public Map<String, String> handleRequest(Map<String, String> event, Context context) {
    System.out.println("handling " + event);
    return switch (event.getOrDefault("do", "echo")) {
      case "throw" -> throw new IllegalArgumentException("나쁜 event");
      case "exit" -> exit();
      case "sleep" -> sleep();
      case "env" -> System.getenv();
      case "time" -> Map.of("left", Integer.toString(context.getRemainingTimeInMillis()));
      default -> event;
    };
  }

  private static Map<String, String> exit() {
    Runtime.getRuntime().halt(3);
    return Map.of();
  }

  private static Map<String, String> sleep() {
    try {
      Thread.sleep(60_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return Map.of();
  }
}
