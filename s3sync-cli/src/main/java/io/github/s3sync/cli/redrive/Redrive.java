package io.github.s3sync.cli.redrive;

import io.github.s3sync.event.LogText;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.model.Message;

/**
 * Receives the messages of a dead-letter queue, and puts the selected ones back. A message is
 * deleted only after its sending was confirmed: if the process ends in between, the message is in
 * both queues, and is handled twice, which is harmless.
 *
 * <p>All other messages stay hidden until the run ends, and are then made visible. Messages that
 * reach the dead-letter queue during the run stay there, so that a message that fails again at once
 * is not put back forever.
 */
public final class Redrive {

  /** The maximum number of messages that stay: SQS hides 120,000 messages of a queue at most. */
  static final int MAX_HIDDEN = 100_000;

  private static final int RECEIVES_WITHOUT_OLD = 20;
  private static final int FAILED_BATCHES = 5;

  private final DeadLetterQueue queue;
  private final @Nullable RedriveTarget target;
  private final DeadLetterReader reader;
  private final Selection selection;
  private final Consumer<Redriven> listener;
  private final int threads;
  private final HiddenMessages hidden;
  private final RedriveCounts counts = new RedriveCounts();
  private final Set<String> problems = new TreeSet<>();
  private final AtomicInteger failedBatches = new AtomicInteger();
  private volatile boolean stopped;
  private volatile boolean sawTheEnd;

  /**
   * Creates a run.
   *
   * @param queue the dead-letter queue
   * @param target receives the selected messages; null for a dry run
   * @param reader reads the messages
   * @param selection selects messages
   * @param listener receives each message, on several threads
   * @param threads how many batches of messages are handled at once
   */
  public Redrive(
      DeadLetterQueue queue,
      @Nullable RedriveTarget target,
      DeadLetterReader reader,
      Selection selection,
      Consumer<Redriven> listener,
      int threads) {
    this(queue, target, reader, selection, listener, threads, MAX_HIDDEN);
  }

  Redrive(
      DeadLetterQueue queue,
      @Nullable RedriveTarget target,
      DeadLetterReader reader,
      Selection selection,
      Consumer<Redriven> listener,
      int threads,
      int maxHidden) {
    this.queue = queue;
    this.target = target;
    this.reader = reader;
    this.selection = selection;
    this.listener = listener;
    this.threads = threads;
    this.hidden = new HiddenMessages(queue, maxHidden, System::nanoTime);
  }

  /** Returns the counts so far. */
  public RedriveCounts counts() {
    return counts;
  }

  /** Returns why the run ended before the end of the queue; empty if it did not. */
  public synchronized List<String> problems() {
    return List.copyOf(problems);
  }

  /** Ends the run early. Messages that are being sent are then deleted as usual. */
  public void stop() {
    problem("the run was stopped before its end");
  }

  private synchronized void problem(String text) {
    problems.add(text);
    stopped = true;
  }

  /** Handles all messages that the queue contained when the run began. */
  public void run() {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      await(pool, this::work);
      if (!stopped && !sawTheEnd) {
        problem(
            "messages reach the dead-letter queue so fast that earlier ones may remain; run this"
                + " command again later, or with more concurrency");
      }
    } finally {
      try {
        await(pool, hidden::release);
      } finally {
        pool.shutdownNow();
      }
    }
  }

  private void await(ExecutorService pool, Runnable task) {
    List<Callable<Object>> tasks = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      tasks.add(Executors.callable(task));
    }
    try {
      for (Future<Object> future : pool.invokeAll(tasks)) {
        future.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause
          ? cause
          : new IllegalStateException(e.getCause());
    }
  }

  private void work() {
    boolean isEmpty = false;
    int withoutOld = 0;
    try {
      while (!stopped && !isEmpty && withoutOld < RECEIVES_WITHOUT_OLD) {
        hidden.extend();
        if (hidden.isFull()) {
          problem(
              "so many messages stay in the dead-letter queue that SQS shows no others; put some"
                  + " back first, or fetch and delete them");
          return;
        }
        long now = System.nanoTime();
        List<Message> messages = queue.receive();
        isEmpty = messages.isEmpty();
        if (isEmpty) {
          sawTheEnd = true;
        }
        withoutOld = messages.stream().allMatch(queue::isNewer) ? withoutOld + 1 : 0;
        handle(messages, now);
      }
    } catch (SdkException e) {
      problem("the dead-letter queue cannot be received from: " + LogText.of(e.getMessage() + ""));
    } catch (RuntimeException | Error e) {
      stopped = true;
      throw e;
    }
  }

  private void handle(List<Message> messages, long receivedNanos) {
    List<DeadLetter> selected = new ArrayList<>();
    for (Message message : messages) {
      DeadLetter letter = reader.read(message);
      Fate fate = fate(letter);
      if (fate == Fate.PUT_BACK) {
        selected.add(letter);
      } else {
        keep(letter, fate, null, receivedNanos);
      }
    }
    if (!selected.isEmpty()) {
      putBack(selected, receivedNanos);
    }
  }

  private Fate fate(DeadLetter letter) {
    if (queue.isNewer(letter.message())) {
      return Fate.NEWER;
    }
    if (selection.includes(letter)) {
      return target == null ? Fate.WOULD_PUT_BACK : Fate.PUT_BACK;
    }
    return letter.isReadable() ? Fate.NOT_SELECTED : Fate.UNREADABLE;
  }

  private void putBack(List<DeadLetter> letters, long receivedNanos) {
    List<@Nullable String> unsent = requireTarget().send(letters);
    List<DeadLetter> sent = new ArrayList<>();
    for (int i = 0; i < letters.size(); i++) {
      String problem = unsent.get(i);
      if (problem == null) {
        sent.add(letters.get(i));
      } else {
        keep(letters.get(i), Fate.NOT_SENT, problem, receivedNanos);
      }
    }
    if (sent.isEmpty()) {
      if (failedBatches.incrementAndGet() >= FAILED_BATCHES) {
        problem("messages cannot be sent: " + unsent.get(0));
      }
      return;
    }
    failedBatches.set(0);
    List<@Nullable String> undeleted =
        queue.delete(sent.stream().map(DeadLetter::message).toList());
    for (int i = 0; i < sent.size(); i++) {
      String problem = undeleted.get(i);
      if (problem == null) {
        report(new Redriven(sent.get(i), Fate.PUT_BACK, null));
      } else {
        keep(sent.get(i), Fate.NOT_DELETED, problem, receivedNanos);
      }
    }
  }

  private RedriveTarget requireTarget() {
    if (target == null) {
      throw new IllegalStateException("a dry run sends nothing");
    }
    return target;
  }

  private void keep(DeadLetter letter, Fate fate, @Nullable String problem, long receivedNanos) {
    hidden.add(letter.message().receiptHandle(), receivedNanos);
    report(new Redriven(letter, fate, problem));
  }

  private void report(Redriven redriven) {
    counts.add(redriven.letter().group(), redriven.fate());
    listener.accept(redriven);
  }
}
