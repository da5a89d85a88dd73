package io.github.s3sync.sqs.crash;

import io.github.s3sync.outcome.CopyOutcome;
import io.github.s3sync.sqs.MessageOutcome;
import io.github.s3sync.sqs.PollerListener;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Writes the steps of a worker, one line each, for {@link Life} to read. Each line is one write, so
 * that a killed worker leaves complete lines. Thread-safe.
 */
final class Journal implements PollerListener {

  private final OutputStream out;

  Journal(OutputStream out) {
    this.out = out;
  }

  void ready() {
    line("ready");
  }

  void began(long copy, boolean inParts) {
    line("began " + copy + " " + inParts);
  }

  void ended(long copy) {
    line("ended " + copy);
  }

  /** Records that the rules were read, with the name of the first. */
  void rules(String name) {
    line("rules " + name);
  }

  /** Records that a key mapping hangs. */
  void hung() {
    line("hung");
  }

  void called(String operation) {
    line("called " + operation);
  }

  void failed(String call) {
    line("failed " + call);
  }

  @Override
  public void onMessage(MessageOutcome message) {
    List<CopyOutcome> outcomes = message.report() == null ? List.of() : message.report().outcomes();
    // Outcomes that another message's copy settled made no request.
    long copies = outcomes.stream().filter(outcome -> outcome.requests() > 0).count();
    line(
        "message %s %d %s %d %s"
            .formatted(
                message.messageId(),
                message.receiveCount(),
                message.fate(),
                copies,
                outcomes.isEmpty()
                    ? "NOTHING"
                    : outcomes.stream().map(Journal::word).collect(Collectors.joining(","))));
  }

  void closed(boolean healthy) {
    line("closed " + healthy);
  }

  private static String word(CopyOutcome outcome) {
    if (outcome instanceof CopyOutcome.Skipped skipped) {
      return "SKIPPED." + skipped.reason();
    }
    return outcome instanceof CopyOutcome.Failed failed ? "FAILED." + failed.reason() : "COPIED";
  }

  private synchronized void line(String line) {
    try {
      out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
