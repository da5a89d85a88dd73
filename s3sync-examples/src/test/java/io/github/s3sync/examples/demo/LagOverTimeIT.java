package io.github.s3sync.examples.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import picocli.CommandLine;

@Timeout(120)
class LagOverTimeIT {

  private static final CSVFormat FORMAT =
      CSVFormat.DEFAULT.builder().setHeader().setSkipHeaderRecord(true).build();

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final Path folder;
  private final Path csv;
  private final Path svg;

  LagOverTimeIT(@TempDir Path folder) {
    this.folder = folder;
    this.csv = folder.resolve("new folder/lag.csv");
    this.svg = folder.resolve("lag.svg");
  }

  @Test
  void run_fewObjects_eachHasARowAndBothPanelsAreDrawn() throws Exception {
    assertThat(run(servers -> {})).isZero();

    assertThat(output()).contains("50 of 50 replicas equal their sources");
    try (CSVParser rows = FORMAT.parse(reader())) {
      List<CSVRecord> objects = rows.getRecords();
      assertThat(objects)
          .extracting(row -> row.get("key"))
          .containsExactlyInAnyOrderElementsOf(keys());
      assertThat(objects).allMatch(row -> Long.parseLong(row.get("lag_ms")) >= 0);
      assertThat(objects).allMatch(row -> row.get("outcome").equals("Copied"));
      // An object that was put just after the poller stopped waited for the next poller.
      assertThat(objects).anyMatch(row -> Long.parseLong(row.get("lag_ms")) > 200);
    }
    assertThat(texts())
        .contains(LagChart.LAG, LagChart.QUEUE, LagChart.STOPPED, LagChart.THROTTLED)
        .anyMatch(text -> text.contains("50 of 50 replicas equal"));
  }

  @Test
  void run_replicaMissing_isFound() throws Exception {
    int exit =
        run(
            servers ->
                servers
                    .s3(DemoServers.DESTINATION)
                    .deleteObject(d -> d.bucket("dst").key("bdp/stream/000007")));

    assertThat(exit).isEqualTo(1);
    assertThat(output())
        .contains("NOT OK  replica of prefix/stream/000007: cannot be compared")
        .contains("49 of 50 replicas equal their sources");
    assertThat(texts()).anyMatch(text -> text.contains("49 of 50 replicas equal"));
  }

  @Test
  void run_wrongArgument_saysWhatWasExpected() {
    assertThat(run(servers -> {}, "--per-second", "0")).isEqualTo(2);
    assertThat(run(servers -> {}, "--seconds", "0")).isEqualTo(2);
    assertThat(run(servers -> {}, "--warm-up", "-1")).isEqualTo(2);
    assertThat(run(servers -> {}, "--timeout", "0")).isEqualTo(2);
    assertThat(run(servers -> {}, "--svg", folder.toString())).isEqualTo(2);
    assertThat(run(servers -> {}, "--csv", folder.toString())).isEqualTo(2);
    assertThat(output().lines())
        .containsExactly(
            "NOT OK  --per-second is 0, expected 1 to 1000",
            "NOT OK  --seconds is 0, expected 1 to 300",
            "NOT OK  --warm-up is -1, expected 0 to 10000",
            "NOT OK  --timeout is 0, expected 1 or more",
            "NOT OK  --svg is the folder " + folder + ", expected a file",
            "NOT OK  --csv is the folder " + folder + ", expected a file");
    assertThat(svg).doesNotExist();
  }

  private int run(Consumer<DemoServers> beforeCheck, String... args) {
    List<String> all =
        Stream.concat(
                Stream.of(
                    "--per-second=10",
                    "--seconds=4",
                    "--warm-up=10",
                    "--csv=" + csv,
                    "--svg=" + svg),
                Stream.of(args))
            .toList();
    LagOverTime program = new LagOverTime(new PrintStream(out, true, UTF_8), beforeCheck);
    return new CommandLine(program)
        .setOverwrittenOptionsAllowed(true)
        .execute(all.toArray(String[]::new));
  }

  private static List<String> keys() {
    return Stream.concat(
            IntStream.range(0, 10).mapToObj(i -> "prefix/warm-up/%06d".formatted(i)),
            IntStream.range(0, 40).mapToObj(i -> "prefix/stream/%06d".formatted(i)))
        .toList();
  }

  private Reader reader() throws IOException {
    return Files.newBufferedReader(csv, UTF_8);
  }

  private List<String> texts() throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
    Document document = factory.newDocumentBuilder().parse(svg.toFile());
    NodeList texts = document.getElementsByTagName("text");
    return IntStream.range(0, texts.getLength())
        .mapToObj(texts::item)
        .map(Node::getTextContent)
        .toList();
  }

  private String output() {
    return out.toString(UTF_8);
  }
}
