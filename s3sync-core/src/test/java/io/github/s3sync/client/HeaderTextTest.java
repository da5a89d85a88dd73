package io.github.s3sync.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.s3sync.copy.CopyException;
import io.github.s3sync.copy.CopyReceipt;
import io.github.s3sync.copy.CopyResult;
import io.github.s3sync.copy.Deadline;
import io.github.s3sync.destination.Destination;
import io.github.s3sync.executor.CopyFixture;
import io.github.s3sync.executor.CopyPath;
import io.github.s3sync.executor.CopySeams;
import io.github.s3sync.executor.S3CopyExecutor;
import io.github.s3sync.key.ObjectRef;
import io.github.s3sync.plan.CopyPlan;
import io.github.s3sync.plan.FailureReason;
import io.github.s3sync.rule.CopyRule;
import io.github.s3sync.testing.Fault;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/** Checks header values of any bytes, on all paths, over real HTTP. */
class HeaderTextTest {

  private final CopyFixture with = new CopyFixture();
  private final RegionalS3Clients clients =
      RegionalS3Clients.builder()
          .accessKey("test", "test")
          .defaultRegion("us-east-1")
          .endpoint(with.s3.endpoint())
          .build();

  @AfterEach
  void stop() {
    clients.close();
    with.close();
  }

  /** Puts headers as bytes, which the clients here would not send. */
  private void put(Map<String, String> headers, int size) throws IOException {
    URI server = with.s3.endpoint();
    try (Socket socket = new Socket(server.getHost(), server.getPort())) {
      ByteArrayOutputStream request = new ByteArrayOutputStream();
      String head =
          "PUT /src/k HTTP/1.1\r\n"
              + "Host: x\r\n"
              + "Connection: close\r\n"
              + "Authorization: AWS4-HMAC-SHA256"
              + " Credential=test/20260101/us-east-1/s3/aws4_request\r\n"
              + headers.entrySet().stream()
                  .map(header -> header.getKey() + ": " + header.getValue() + "\r\n")
                  .collect(Collectors.joining())
              + "Content-Length: "
              + size
              + "\r\n\r\n";
      request.write(head.getBytes(StandardCharsets.ISO_8859_1));
      request.write(new byte[size]);
      socket.getOutputStream().write(request.toByteArray());
      socket.getOutputStream().flush();
      String answer =
          new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
      assertThat(answer).startsWith("HTTP/1.1 200");
    }
  }

  private CopyResult copy(CopyPath path, int size) {
    return copy(path, size, clients);
  }

  private CopyResult copy(CopyPath path, int size, S3Clients clients) {
    with.options.transfer(path.transfer()).keepWebsiteRedirect(true);
    CopyPlan plan = with.plan(with.head(size), "src");
    CopyRule rule =
        CopyRule.named("r")
            .from("src")
            .to(Destination.in("dst").build())
            .options(with.options.build())
            .build();
    return CopySeams.inParts(S3CopyExecutor.builder(clients), CopyFixture.PART)
        .build()
        .execute(
            new CopyPlan(
                plan.event(),
                rule,
                rule.destinations().get(0),
                new ObjectRef("src", "k"),
                new ObjectRef("dst", "k")),
            Deadline.none());
  }

  private HeadObjectResponse look(String bucket) {
    return with.s3.client().headObject(r -> r.bucket(bucket).key("k"));
  }

  private static String utf8(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  private static int size(CopyPath path) {
    return path.content().length;
  }

  @ParameterizedTest
  @EnumSource(CopyPath.class)
  void execute_textOfAnyScript_arrivesByteByByte(CopyPath path) throws IOException {
    put(
        Map.of(
            "x-amz-meta-title", utf8("한글 제목 🎉"),
            "Content-Disposition", utf8("attachment; filename=\"보고서 2024.pdf\""),
            "Content-Type", utf8("text/plain; name=\"é.txt\""),
            "x-amz-website-redirect-location", utf8("/ünïcode"),
            "Expires", utf8("niemals, später")),
        size(path));

    assertThat(copy(path, size(path))).isInstanceOf(CopyReceipt.class);

    HeadObjectResponse source = look("src");
    HeadObjectResponse replica = look("dst");
    assertThat(replica.metadata()).isEqualTo(source.metadata()).containsValue(utf8("한글 제목 🎉"));
    assertThat(replica.contentDisposition()).isEqualTo(source.contentDisposition());
    assertThat(replica.contentType()).isEqualTo(source.contentType());
    assertThat(replica.websiteRedirectLocation()).isEqualTo(source.websiteRedirectLocation());
    assertThat(replica.expiresString()).isEqualTo(source.expiresString());
  }

  /** With arbitrary bytes, either the same bytes arrive or the failure names the header. */
  @ParameterizedTest
  @EnumSource(CopyPath.class)
  void execute_anyBytes_arriveOrAreNamed(CopyPath path) throws IOException {
    int rounds = size(path) > CopyFixture.PART ? 30 : 150;
    for (int seed = 0; seed < rounds; seed++) {
      String value = anyValue(new Random(seed));
      put(Map.of("x-amz-meta-any", value), size(path));
      String stored = look("src").metadata().get("any");
      try {
        assertThat(copy(path, size(path))).isInstanceOf(CopyReceipt.class);
        assertThat(look("dst").metadata().get("any")).as("seed %s", seed).isEqualTo(stored);
      } catch (CopyException e) {
        assertThat(e.reason()).as("seed %s", seed).isEqualTo(FailureReason.NOT_SUPPORTED);
        assertThat(e).hasMessageContaining("'x-amz-meta-any'");
        assertThat(path).isNotEqualTo(CopyPath.SINGLE);
      }
    }
  }

  private static String anyValue(Random random) {
    int length = random.nextInt(5) == 0 ? 1500 : random.nextInt(30);
    StringBuilder value = new StringBuilder();
    int alphabet = random.nextInt(4);
    while (value.length() < length) {
      switch (alphabet) {
        case 0 -> value.append((char) (' ' + random.nextInt(95)));
        case 1 -> value.append(utf8(Character.toString(0x80 + random.nextInt(0x1f000 - 0x9000))));
        case 2 -> value.append((char) (0x80 + random.nextInt(0x80)));
        default -> value.append(random.nextBoolean() ? "\t" : random.nextBoolean() ? "  " : "é");
      }
    }
    return value.toString();
  }

  @Test
  void execute_clientThatCannotSendIt_isAFailureThatNamesTheHeader() throws IOException {
    put(Map.of("Content-Disposition", utf8("보고서")), 3);
    with.options.transfer(io.github.s3sync.option.TransferMode.STREAM);

    CopyException failure = with.failure(with.head(3));

    assertThat(failure.reason()).isEqualTo(FailureReason.NOT_SUPPORTED);
    assertThat(failure).hasMessageContaining("'Content-Disposition'");
    assertThat(with.hasReplica()).isFalse();
  }

  @Test
  void execute_signatureOfUnusualHeadersIsRefused_isNotOfTheCredentials() throws IOException {
    put(Map.of("x-amz-meta-title", utf8("한글")), 3);
    with.s3.onNext("PutObject", Fault.error(403, "SignatureDoesNotMatch"));

    assertThatThrownBy(() -> copy(CopyPath.STREAMED, 3))
        .isInstanceOfSatisfying(
            CopyException.class, e -> assertThat(e.reason()).isEqualTo(FailureReason.NOT_SUPPORTED))
        .hasMessageContaining("x-amz-meta-title");
  }

  @ParameterizedTest
  @EnumSource(
      value = CopyPath.class,
      names = {"MULTIPART", "STREAMED", "STREAMED_MULTIPART"})
  void execute_signatureIsRefusedBeforeAnySuccess_mayBeOfTheCredentials(CopyPath path)
      throws IOException {
    put(Map.of("x-amz-meta-title", utf8("한글")), size(path));
    with.s3.always(
        request -> request.bucket().equals("dst"), Fault.error(403, "SignatureDoesNotMatch"));
    try (RegionalS3Clients writing =
        RegionalS3Clients.builder()
            .accessKey("rotated", "rotated")
            .defaultRegion("us-east-1")
            .endpoint(with.s3.endpoint())
            .build()) {
      // For a multipart copy, the first request to the destination looks up the replica without
      // such a header.
      boolean looks = path != CopyPath.STREAMED;
      assertThatThrownBy(() -> copy(path, size(path), twoPrincipals(writing)))
          .isInstanceOfSatisfying(
              CopyException.class, e -> assertThat(e.reason()).isEqualTo(FailureReason.CREDENTIALS))
          .hasMessageContaining(
              looks ? "HeadObject s3://dst/k" : "the credentials may be wrong, or")
          .hasMessageContaining(looks ? "SignatureDoesNotMatch" : "x-amz-meta-title");
    }
  }

  private S3Clients twoPrincipals(S3Clients writing) {
    return new S3Clients() {
      @Override
      public S3Client source(CopyPlan plan) {
        return clients.source(plan);
      }

      @Override
      public S3Client destination(CopyPlan plan) {
        return writing.destination(plan);
      }
    };
  }

  @ParameterizedTest
  @ValueSource(strings = {"=?UTF-8?B?7ZWc6riA?=", "plain", "a=b; c"})
  void metadata_ascii_isSentAsItIs(String value) {
    assertThat(new HeaderText(true, true).metadata(Map.of("n", value))).containsEntry("n", value);
    assertThat(new HeaderText(false, false).metadata(Map.of("n", value))).containsEntry("n", value);
  }

  @Test
  void metadata_textForS3_isEncodedAsItGivesItBack() {
    assertThat(new HeaderText(true, false).metadata(Map.of("n", utf8("한글"))))
        .isEqualTo(Map.of("n", "=?UTF-8?B?7ZWc6riA?="));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "=?UTF-8?B?7ZWc6riA?= | 한글",
        "=?utf-8?q?=ED=95=9C_a%2B+b?= | 한 a%2B+b",
        "a =?ISO-8859-1?Q?=E9?= b | a é b",
        "=?UTF-8?B?7ZWc?= =?UTF-8?B?6riA?= | 한글",
        "=?UTF-8?B?7ZU=?= =?UTF-8?B?nA==?= | 한",
        "a=?UTF-8?B?7ZWc?= | a=?UTF-8?B?7ZWc?=",
        "=?UTF-8?B?*?= | =?UTF-8?B?*?=",
        "=?UTF-8?Q?=E?= | =?UTF-8?Q?=E?=",
        "=?UTF-8?B?7ZU=?= | =?UTF-8?B?7ZU=?=",
        "=?none?B?7ZWc?= | =?none?B?7ZWc?=",
        "plain | plain"
      })
  void metadata_fromS3ToAnotherStore_isDecoded(String shown, String sent) {
    assertThat(new HeaderText(true, false, true).metadata(Map.of("n", shown)))
        .isEqualTo(Map.of("n", sent));
  }

  @Test
  void comparable_oneSideIsS3_isTheSameForBothSpellings() {
    HeaderText mixed = new HeaderText(false, true, true);
    assertThat(mixed.comparable("=?UTF-8?B?7ZWc6riA?="))
        .isEqualTo(mixed.comparable(utf8("한글")))
        .isEqualTo(mixed.comparable("한글"));
    assertThat(new HeaderText(false, true).comparable("=?UTF-8?B?7ZWc6riA?="))
        .isEqualTo("=?UTF-8?B?7ZWc6riA?=");
  }

  @Test
  void of_controlCharacter_isNamed() {
    for (String bad : List.of("a\u0001b", "a\u007fb", "a\nb")) {
      assertThatThrownBy(() -> new HeaderText(false, true).of("Cache-Control", bad))
          .isInstanceOf(CopyException.class)
          .hasMessageContaining("'Cache-Control'");
    }
  }
}
