package io.github.s3sync.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Measures how soon the service of the image is ready, with its class-data archive and without. */
class ImageStartTrial {

  private static final String SHARED = "-Xshare:auto";
  private static final String UNSHARED = "-Xshare:off";

  /** Times in seconds from the start of the process. */
  private record Start(double ready, double readyCpu, double copied, double copiedCpu) {}

  @Test
  void start_withArchive_besideOneWithout() throws Exception {
    Image image =
        Image.unpack(
            Path.of(System.getProperty("image.tar")),
            Path.of(System.getProperty("image.unpacked")));
    int rounds = Integer.getInteger("image.starts");
    List<Start> shared = new ArrayList<>();
    List<Start> unshared = new ArrayList<>();
    // The first start of each kind fills the caches of the machine.
    start(image, SHARED);
    start(image, UNSHARED);
    for (int i = 0; i < rounds; i++) {
      boolean sharedFirst = i % 2 == 0;
      Start first = start(image, sharedFirst ? SHARED : UNSHARED);
      Start second = start(image, sharedFirst ? UNSHARED : SHARED);
      shared.add(sharedFirst ? first : second);
      unshared.add(sharedFirst ? second : first);
    }
    System.out.printf(
        "%n| %d starts each | without archive, s | with archive, s | ratio [quartiles] |%n"
            + "| --- | ---: | ---: | --- |%n",
        rounds);
    print(
        "ready",
        unshared.stream().map(Start::ready).toList(),
        shared.stream().map(Start::ready).toList());
    print(
        "ready, CPU",
        unshared.stream().map(Start::readyCpu).toList(),
        shared.stream().map(Start::readyCpu).toList());
    print(
        "first copy",
        unshared.stream().map(Start::copied).toList(),
        shared.stream().map(Start::copied).toList());
    print(
        "first copy, CPU",
        unshared.stream().map(Start::copiedCpu).toList(),
        shared.stream().map(Start::copiedCpu).toList());
  }

  private static Start start(Image image, String option) throws Exception {
    try (Accounts accounts = new Accounts()) {
      accounts.put("prefix/a.txt", "a".getBytes(UTF_8));
      long began = System.nanoTime();
      try (ServiceProcess service = image.run(image.entryPoint(option), accounts.environment())) {
        service.awaitLog("health on port ");
        double ready = seconds(Duration.ofNanos(System.nanoTime() - began));
        double readyCpu = seconds(service.cpu());
        accounts.awaitReplica();
        double copied = seconds(Duration.ofNanos(System.nanoTime() - began));
        double copiedCpu = seconds(service.cpu());
        service.signal("TERM");
        assertThat(service.exitCode()).as(service.log()).isZero();
        return new Start(ready, readyCpu, copied, copiedCpu);
      }
    }
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }

  private static void print(String what, List<Double> without, List<Double> with) {
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < without.size(); i++) {
      ratios.add(with.get(i) / without.get(i));
    }
    System.out.printf(
        "| %s | %.2f | %.2f | %.2f [%.2f..%.2f] |%n",
        what,
        quantile(without, 0.5),
        quantile(with, 0.5),
        quantile(ratios, 0.5),
        quantile(ratios, 0.25),
        quantile(ratios, 0.75));
  }

  private static double quantile(List<Double> values, double part) {
    List<Double> sorted = values.stream().sorted().toList();
    return sorted.get((int) Math.round(part * (sorted.size() - 1)));
  }
}
