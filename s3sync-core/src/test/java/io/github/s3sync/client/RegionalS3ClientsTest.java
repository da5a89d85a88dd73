package io.github.s3sync.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.github.s3sync.copy.Deadline;
import io.github.s3sync.destination.Destination;
import io.github.s3sync.event.EventKind;
import io.github.s3sync.event.EventSource;
import io.github.s3sync.event.ObjectEvent;
import io.github.s3sync.key.ObjectRef;
import io.github.s3sync.plan.CopyPlan;
import io.github.s3sync.rule.CopyRule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.regions.Region;

class RegionalS3ClientsTest {

  private static final Map<String, byte[]> OBJECTS =
      Map.of(
          "/cfg/rules.json",
          "{\"한\": 1}".getBytes(StandardCharsets.UTF_8),
          "/cfg/latin.json",
          new byte[] {'"', (byte) 0xe9, '"'});

  private final CountDownLatch ended = new CountDownLatch(1);
  private HttpServer server;
  private RegionalS3Clients clients;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          if (exchange.getRequestURI().getPath().endsWith("/slow.json")) {
            exchange.sendResponseHeaders(200, 10);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
            await(ended);
          }
          byte[] content = OBJECTS.get(exchange.getRequestURI().getPath());
          byte[] answer =
              content == null
                  ? "<Error><Code>NoSuchKey</Code><Message>gone</Message></Error>"
                      .getBytes(StandardCharsets.UTF_8)
                  : content;
          exchange.sendResponseHeaders(content == null ? 404 : 200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    server.start();
    clients =
        RegionalS3Clients.builder()
            .accessKey("id", "secret")
            .defaultRegion("eu-central-1")
            .endpoint(URI.create("http://localhost:" + server.getAddress().getPort()))
            .build();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @AfterEach
  void stop() {
    ended.countDown();
    clients.close();
    server.stop(0);
  }

  @Test
  void forRegion_sameRegion_isTheSameClient() {
    assertThat(clients.forRegion("eu-west-1")).isSameAs(clients.forRegion("eu-west-1"));
    assertThat(clients.forRegion(null)).isSameAs(clients.forRegion("eu-central-1"));
    assertThat(clients.forRegion("eu-west-1")).isNotSameAs(clients.forRegion("eu-west-2"));
  }

  @Test
  void source_eventWithRegion_isAskedThere() {
    assertThat(regionOf(plan("us-west-2", null), true)).isEqualTo("us-west-2");
  }

  @Test
  void source_eventWithUnknownRegion_isAskedInTheDefaultOne() {
    assertThat(regionOf(plan("x.example.com/", null), true)).isEqualTo("eu-central-1");
    assertThat(regionOf(plan("aws-global", null), true)).isEqualTo("eu-central-1");
    assertThat(regionOf(plan("", null), true)).isEqualTo("eu-central-1");
    assertThat(regionOf(plan(null, "eu-west-1"), true)).isEqualTo("eu-central-1");
  }

  @Test
  void destination_ruleWithRegion_isAskedThere() {
    assertThat(regionOf(plan("us-west-2", "eu-west-1"), false)).isEqualTo("eu-west-1");
    assertThat(regionOf(plan("us-west-2", null), false)).isEqualTo("eu-central-1");
  }

  @Test
  void readText_object_isItsText() {
    assertThat(read("rules.json", 10)).extracting(TextObject.Content::text).isEqualTo("{\"한\": 1}");
  }

  @Test
  void readText_tooLarge_isRefused() {
    assertThatThrownBy(() -> read("rules.json", 9))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage("s3://cfg/rules.json has over 9 bytes");
  }

  @Test
  void readText_notUtf8_isRefused() {
    assertThatThrownBy(() -> read("latin.json", 100))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("s3://cfg/latin.json is not UTF-8");
  }

  @Test
  void readText_missingObject_saysWhatS3Said() {
    assertThatThrownBy(() -> read("no.json", 100))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("s3://cfg/no.json cannot be read: gone");
  }

  @Test
  void readText_noTimeLeft_isNotAskedFor() {
    TextObject text = clients.text(new ObjectRef("cfg", "rules.json"), 10, null);

    assertThatThrownBy(() -> text.read(null, Deadline.after(Duration.ZERO)))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage("s3://cfg/rules.json was not read, because no time is left");
  }

  @Test
  @Timeout(30)
  void readText_bodyThatStalls_isGivenUpInTime() {
    TextObject text = clients.text(new ObjectRef("cfg", "slow.json"), 10, null);

    assertThatThrownBy(() -> text.read(null, Deadline.after(Duration.ofMillis(300), () -> 0)))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageStartingWith("s3://cfg/slow.json cannot be read: ");
    assertThat(Thread.interrupted()).isFalse();
  }

  private TextObject.@Nullable Content read(String key, int maxBytes) {
    return clients.text(new ObjectRef("cfg", key), maxBytes, null).read(null, Deadline.none());
  }

  /** The SDK's own default is half a minute for each of three attempts. */
  @Test
  @Timeout(20)
  void socketTimeout_answerThatStalls_isGivenUpAfterIt() {
    try (RegionalS3Clients hasty =
        RegionalS3Clients.builder()
            .accessKey("id", "secret")
            .defaultRegion("eu-central-1")
            .endpoint(URI.create("http://localhost:" + server.getAddress().getPort()))
            .socketTimeout(Duration.ofMillis(100))
            .build()) {
      assertThatThrownBy(
              () -> hasty.forRegion(null).getObjectAsBytes(r -> r.bucket("cfg").key("slow.json")))
          .hasRootCauseInstanceOf(SocketTimeoutException.class);
    }
  }

  @Test
  void maxConnections_none_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RegionalS3Clients.builder().maxConnections(0))
        .withMessage("maxConnections is 0, expected 1 or more");
  }

  private String regionOf(CopyPlan plan, boolean source) {
    Region region =
        (source ? clients.source(plan) : clients.destination(plan))
            .serviceClientConfiguration()
            .region();
    return region.id();
  }

  private static CopyPlan plan(@Nullable String eventRegion, @Nullable String region) {
    ObjectEvent event =
        ObjectEvent.builder(EventSource.S3, EventKind.CREATED, "src", "k")
            .name("ObjectCreated:Put")
            .region(eventRegion)
            .build();
    Destination.Builder to = Destination.in("dst");
    if (region != null) {
      to.region(region);
    }
    Destination destination = to.build();
    CopyRule rule = CopyRule.named("r").from("src").to(destination).build();
    return new CopyPlan(
        event, rule, destination, new ObjectRef("src", "k"), new ObjectRef("dst", "k"));
  }
}
