package io.github.s3sync.benchmarks;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.management.OperatingSystemMXBean;
import io.github.s3sync.S3Sync;
import io.github.s3sync.executor.S3CopyExecutor;
import io.github.s3sync.rule.CopyRule;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * Runs a {@link QueueReader} in a separate JVM, which stays warm from round to round, so that its
 * CPU time is that of all its threads and of no others. Ends with {@link #close()}, or with this
 * JVM.
 */
final class QueueWorker implements AutoCloseable {

  private static final int ROUND_LIMIT_SECONDS = 300;
  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final QueueReader reader;
  private final Process process;

  private QueueWorker(QueueReader reader, Process process) {
    this.reader = reader;
    this.process = process;
  }

  /** Starts the JVM and returns when it is ready. */
  static QueueWorker start(QueueReader reader, URI s3, URI sqs, int concurrency) {
    Process process =
        ChildJvm.start(
            List.of("-Xmx1g"),
            System.getProperty("java.class.path"),
            List.of(
                QueueWorker.class.getName(),
                reader.name(),
                s3.toString(),
                sqs.toString(),
                Integer.toString(concurrency)));
    ChildJvm.firstLine(process);
    return new QueueWorker(reader, process);
  }

  QueueReader reader() {
    return reader;
  }

  /** Makes it process a queue and returns when it has stopped. */
  QueueRound run(String queueUrl, int messages) {
    try {
      // Not closed: the child ends when its input does.
      process.outputWriter(StandardCharsets.UTF_8).append(messages + " " + queueUrl + "\n").flush();
      return JSON.readValue(ChildJvm.firstLine(process), QueueRound.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  /** Runs in the child process. */
  public static void main(String[] args) {
    try {
      serve(args);
    } catch (Exception e) {
      e.printStackTrace();
      // Threads of the measured code may still run.
      System.exit(1);
    }
  }

  private static void serve(String[] args) throws Exception {
    // A library may print to the standard output, which is reserved for the results.
    PrintStream out = System.out;
    System.setOut(System.err);
    QueueReader reader = QueueReader.valueOf(args[0]);
    int concurrency = Integer.parseInt(args[3]);
    SqsCalls calls = new SqsCalls();
    CopyPace pace = new CopyPace();
    try (S3Client s3 = S3Http.APACHE5.client(URI.create(args[1]));
        SqsClient sqs = SqsHttp.client(URI.create(args[2]), calls);
        SqsAsyncClient async = SqsHttp.asyncClient(URI.create(args[2]), calls);
        S3Sync sync =
            S3Sync.builder()
                .rules(CopyRule.named("all").from("src").to("dst").build())
                .executor(S3CopyExecutor.builder(s3).build())
                .listener(pace)
                .build();
        BufferedReader in =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      out.println("ready");
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        String[] messagesAndQueue = line.split(" ", 2);
        int messages = Integer.parseInt(messagesAndQueue[0]);
        String queueUrl = messagesAndQueue[1];
        calls.expect(messages);
        pace.expect(messages);
        long cpu = SYSTEM.getProcessCpuTime();
        AutoCloseable running =
            switch (reader) {
              case LOOP -> SdkLoop.start(sqs, queueUrl, sync, concurrency);
              case POLLER -> PollerReader.start(sqs, queueUrl, sync, concurrency);
              case SPRING -> SpringListener.start(async, queueUrl, sync, concurrency);
            };
        QueueRound round;
        try {
          calls.awaitDeleted(ROUND_LIMIT_SECONDS);
          double cpuMicros = (SYSTEM.getProcessCpuTime() - cpu) / 1e3;
          round = new QueueRound(pace.perSecond(), cpuMicros / messages, calls.aMessage());
        } finally {
          running.close();
        }
        out.println(JSON.writeValueAsString(round));
      }
    }
  }
}
