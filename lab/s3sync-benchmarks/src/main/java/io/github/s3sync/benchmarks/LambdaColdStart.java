package io.github.s3sync.benchmarks;

import io.github.s3sync.benchmarks.Contender.Small;
import io.github.s3sync.testing.LambdaRuntime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Measures the time of a function's JVM from its start to its first completed copy, under AWS's
 * runtime client: the façade's handler and a typical hand-written handler.
 */
final class LambdaColdStart {

  private static final List<String> HANDLERS =
      List.of(
          BareHandler.class.getName(),
          "io.github.s3sync.lambda.S3SyncHandler",
          BareStreamHandler.class.getName());

  private LambdaColdStart() {}

  /** Argument: the number of JVMs for each handler. */
  public static void main(String[] args) {
    int runs = args.length > 0 ? Integer.parseInt(args[0]) : 12;
    List<Starts> all =
        HANDLERS.stream().map(name -> new Starts(name.replaceAll(".*\\.", ""))).toList();
    try (ServerProcess server = ServerProcess.start("fake")) {
      Small object;
      try (S3Client client = S3Http.APACHE5.client(server.endpoint())) {
        object = SmallObjects.put(client, 1).get(0);
      }
      Map<String, String> environment =
          Map.of(
              "AWS_ENDPOINT_URL_S3",
              server.endpoint().toString(),
              "AWS_ACCESS_KEY_ID",
              ServerProcess.ACCESS_KEY,
              "AWS_SECRET_ACCESS_KEY",
              ServerProcess.SECRET_KEY,
              "S3SYNC_SOURCE",
              "s3://src/",
              "S3SYNC_DESTINATION",
              "s3://dst/");
      for (int run = 0; run <= runs; run++) {
        for (int i = 0; i < HANDLERS.size(); i++) {
          Starts into = run == 0 ? new Starts("warm-up") : all.get(i);
          start(HANDLERS.get(i), environment, object, into);
        }
        System.err.print(".");
      }
    }
    System.err.println();
    Starts.print("JVM start to first copy under the runtime client", all);
  }

  private static void start(
      String handler, Map<String, String> environment, Small object, Starts into) {
    String classpath = ChildJvm.classpath(jar -> Jars.ofServers(jar) || Jars.ofOtherHttp(jar));
    Set<Long> before = children();
    long began = System.nanoTime();
    try (LambdaRuntime function = LambdaRuntime.start(classpath, handler, environment)) {
      LambdaRuntime.Response response =
          function.invoke(object.notification(), Duration.ofMinutes(1));
      double seconds = (System.nanoTime() - began) / 1e9;
      if (response.isError()) {
        throw new IllegalStateException(handler + ": " + response.body() + function.log());
      }
      into.add(seconds, ChildJvm.cpu(started(before)));
    }
  }

  private static Set<Long> children() {
    return ProcessHandle.current().children().map(ProcessHandle::pid).collect(Collectors.toSet());
  }

  /** Returns the process of the runtime, which is the only new child process. */
  private static ProcessHandle started(Set<Long> before) {
    return ProcessHandle.current()
        .children()
        .filter(child -> !before.contains(child.pid()))
        .findAny()
        .orElseThrow();
  }
}
