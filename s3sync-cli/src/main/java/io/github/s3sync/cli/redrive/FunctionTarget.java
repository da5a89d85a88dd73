package io.github.s3sync.cli.redrive;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvocationType;

/**
 * Invokes a function asynchronously, as S3 does, with the event of each message. The event of a
 * record that Lambda wrote is its {@code requestPayload}; any other message is an event itself.
 */
public final class FunctionTarget implements RedriveTarget {

  private static final int ACCEPTED = 202;

  private final LambdaClient client;
  private final String function;

  /**
   * Creates a target.
   *
   * @param client the client, which the caller closes
   * @param function the name or ARN of the function
   */
  public FunctionTarget(LambdaClient client, String function) {
    this.client = client;
    this.function = function;
  }

  @Override
  public List<@Nullable String> send(List<DeadLetter> letters) {
    List<@Nullable String> problems = new ArrayList<>();
    letters.forEach(letter -> problems.add(invoke(event(letter.message().body()))));
    return problems;
  }

  private static String event(String body) {
    JsonNode root = DeadLetterReader.requestRecord(body);
    return root == null ? body : root.get(DeadLetterReader.REQUEST_PAYLOAD).toString();
  }

  private @Nullable String invoke(String event) {
    try {
      int status =
          client
              .invoke(
                  r ->
                      r.functionName(function)
                          .invocationType(InvocationType.EVENT)
                          .payload(SdkBytes.fromUtf8String(event))
                          .overrideConfiguration(DeadLetterQueue.timeout()))
              .statusCode();
      return status == ACCEPTED ? null : "Lambda answered with status " + status;
    } catch (SdkException e) {
      return BatchAnswers.problem(e);
    }
  }
}
