package io.github.s3sync.cli.redrive;

import io.github.s3sync.event.LogText;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;

/**
 * Reads the answers of SQS for the messages of a batch, whose ids are their positions. A message
 * without an answer has failed.
 */
final class BatchAnswers {

  private static final int MAX_CHARS = 300;

  private BatchAnswers() {}

  /**
   * Contains an answer.
   *
   * @param successful the ids of the messages for which the call succeeded
   * @param failed the other messages
   */
  record Answers(List<String> successful, List<BatchResultErrorEntry> failed) {}

  /** Returns for each message null if the call succeeded for it, and otherwise the problem. */
  static List<@Nullable String> of(int size, Supplier<Answers> call) {
    List<@Nullable String> problems;
    try {
      Answers answers = call.get();
      problems = new ArrayList<>(Collections.nCopies(size, "SQS returned no result for it"));
      for (String id : answers.successful()) {
        problems.set(Integer.parseInt(id), null);
      }
      for (BatchResultErrorEntry error : answers.failed()) {
        problems.set(Integer.parseInt(error.id()), error.code() + ": " + error.message());
      }
    } catch (SdkException e) {
      problems = new ArrayList<>(Collections.nCopies(size, problem(e)));
    }
    return problems;
  }

  /** Returns the problem of a call that failed for all messages. */
  static String problem(SdkException e) {
    return LogText.of(String.valueOf(e.getMessage()), MAX_CHARS);
  }
}
