package io.github.s3sync.reconcile.listing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.s3sync.plan.FailureReason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.Collections;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.s3.S3Client;

/** Compares listings with those that the SDK parses. */
class ListedContentsTest {

  private static final String[] KEYS = {
    "a",
    "in/b c",
    "a%20b",
    "a+b",
    "100%25",
    "%F0%9F%98%80",
    "\u00e9\uD83D\uDE00",
    "a&amp;b",
    "&#65;&#x1F600;",
    "&lt;&quot;&apos;&gt;",
    " a ",
    "a%2",
    "a%zz",
    "a&#13;b",
    "a\nb",
    "",
    "%00"
  };
  private static final String[] SIZES = {"0", "1", "5497558138880", "-1", " 1", "x", "", "+7"};
  private static final String[] ETAGS = {
    "&quot;0123456789abcdef0123456789abcdef&quot;",
    "\"abc-2\"",
    "plain",
    "W/&quot;x&quot;",
    "&#34;y&#34;",
    ""
  };
  private static final String[] TIMES = {
    "2026-01-02T03:04:05.678Z",
    "2026-01-02T03:04:05Z",
    "2024-02-29T23:59:59.999Z",
    "2026-02-30T00:00:00.000Z",
    "2026-01-02T24:00:00.000Z",
    "2026-01-02T03:04:60.000Z",
    "2026-01-02T03:04:05.678901234Z",
    "2026-01-02T03:04:05.000+01:00",
    "0000-01-01T00:00:00.000Z",
    "1767323045",
    "Fri, 02 Jan 2026 03:04:05 GMT",
    "\u0662026-01-02T03:04:05.678Z",
    ""
  };
  private static final String[] OTHERS = {
    "<StorageClass>STANDARD</StorageClass>",
    "<Owner><ID>7</ID><Key>no key</Key><DisplayName/></Owner>",
    "<ChecksumAlgorithm>CRC64NVME</ChecksumAlgorithm>",
    "<Unknown a='1'>text<Key>x</Key>text</Unknown>",
    "<RestoreStatus><IsRestoreInProgress>false</IsRestoreInProgress></RestoreStatus>",
    "\n  "
  };
  private static final String[] ODDITIES = {
    "<!-- comment -->",
    "<?target data?>",
    "<![CDATA[<Key>x</Key>]]>",
    "text",
    "<Key>twice</Key>",
    "<Key>a<!-- in -->b</Key>",
    "<Key>a<b>c</b></Key>",
    "<ETag><![CDATA[x]]></ETag>",
    "<Size>1</Size><Size>2</Size>",
    "<undeclared:Key>x</undeclared:Key>",
    "&undeclared;",
    "<x:Key xmlns:x='urn:x'>x</x:Key>",
    "</Contents><Contents>",
    "<",
    "\u0001"
  };
  private static final String[] TOPS = {
    "<Name>bucket</Name>",
    "<Prefix>a%2F</Prefix>",
    "<Prefix/>",
    "<KeyCount>3</KeyCount>",
    "<KeyCount>x</KeyCount>",
    "<MaxKeys>1000</MaxKeys>",
    "<IsTruncated>true</IsTruncated>",
    "<IsTruncated>false</IsTruncated>",
    "<IsTruncated>maybe</IsTruncated>",
    "<IsTruncated/>",
    "<NextContinuationToken>a&amp;b=+/</NextContinuationToken>",
    "<NextMarker>a%2Fb+c</NextMarker>",
    "<NextMarker>a&#13;&#10;b</NextMarker>",
    "<NextMarker><![CDATA[x]]></NextMarker>",
    "<CommonPrefixes><Prefix>a</Prefix></CommonPrefixes>",
    "<Unknown><Contents/></Unknown>",
    "<EncodingType>url</EncodingType>",
    "<EncodingType>other</EncodingType>",
    "<EncodingType/>"
  };
  private static final String[] STARTS = {
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>",
    "<?xml version='1.0' encoding='ISO-8859-1'?>",
    "<?xml version='1.1'?>",
    "<!-- comment -->",
    "<!DOCTYPE ListBucketResult [<!ENTITY e \"x\">]>",
    "<!DOCTYPE ListBucketResult SYSTEM \"file:///does/not/exist\">",
    " ",
    "\uFEFF",
    ""
  };
  private static final String[] ROOTS = {
    "ListBucketResult",
    "ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"",
    "x:ListBucketResult xmlns:x=\"urn:x\"",
    "Error",
    "ListObjectsV2Result"
  };

  private final Random random = new Random(42);
  private final CannedResponses responses = new CannedResponses();
  private final S3Client client = responses.client();

  private ListingPage page(S3Client by, String token, InputStream body) {
    responses.add(200, body);
    return new S3PageSource(by, "bucket", null, false).page("", null, token);
  }

  /** Returns the page, or the failure, as text. */
  private String outcome(S3Client by, String token, byte[] body) {
    try {
      // A second response for the retry of a client that cannot parse the first one.
      responses.add(200, new ByteArrayInputStream(body));
      return page(by, token, new ByteArrayInputStream(body)).toString();
    } catch (ListingException e) {
      return e.reason() + ": " + e.getMessage();
    } finally {
      responses.clear();
    }
  }

  private static ContentsParser.@Nullable Contents parsed(byte[] body) {
    return ContentsParser.parse(new ByteArrayInputStream(body));
  }

  private ListingPage usual(String body) {
    byte[] bytes = body.getBytes(UTF_8);
    assertThat(parsed(bytes)).isNotNull();
    return page(client, "2:token", new ByteArrayInputStream(bytes));
  }

  private String one(String[] of, int usual) {
    return of[random.nextInt(random.nextInt(8) > 0 ? usual : of.length)];
  }

  private String text(String name, String value) {
    return random.nextInt(30) == 0 ? "" : "<" + name + ">" + value + "</" + name + ">";
  }

  private String object() {
    StringBuilder xml = new StringBuilder("<Contents>");
    String[] parts = {
      text("Key", one(KEYS, 11)),
      text("Size", one(SIZES, 3)),
      text("ETag", one(ETAGS, 5)),
      text("LastModified", one(TIMES, 3)),
      one(OTHERS, OTHERS.length),
      random.nextInt(20) == 0 ? one(ODDITIES, ODDITIES.length) : ""
    };
    Collections.shuffle(Arrays.asList(parts), random);
    return xml.append(String.join("", parts)).append("</Contents>").toString();
  }

  private String document() {
    String root = one(ROOTS, 2);
    StringBuilder xml = new StringBuilder(one(STARTS, 1)).append('<').append(root).append('>');
    boolean url = random.nextBoolean();
    int tops = random.nextInt(8);
    xml.append(url ? "<EncodingType>url</EncodingType>" : "");
    for (int i = 0; i < tops; i++) {
      String top = one(TOPS, TOPS.length - 3);
      xml.append(random.nextInt(3) > 0 && top.contains("IsTr") ? "" : top);
      xml.append(random.nextInt(3) == 0 ? object() : "");
      xml.append(random.nextInt(60) == 0 ? one(ODDITIES, ODDITIES.length) : "");
    }
    xml.append("<IsTruncated>").append(random.nextBoolean()).append("</IsTruncated>");
    String end = root.replaceAll(" .*", "");
    xml.append("</").append(end).append(random.nextInt(20) == 0 ? ">trailing" : ">");
    return random.nextInt(20) == 0
        ? xml.substring(0, random.nextInt(xml.length()))
        : xml.toString();
  }

  @ParameterizedTest
  @ValueSource(strings = {"2:token", "1:marker"})
  void page_anyDocument_isTheSameAsTheSdkParsesIt(String token) {
    S3Client plain = CannedResponses.withoutPlugins(client);
    int parsed = 0;
    int failed = 0;
    for (int i = 0; i < 1_000; i++) {
      String document = document();
      Charset charset = document.contains("ISO-8859-1") ? ISO_8859_1 : UTF_8;
      byte[] body = document.getBytes(charset);
      String expected = outcome(plain, token, body);
      assertThat(outcome(client, token, body)).as(document).isEqualTo(expected);
      parsed += parsed(body) == null ? 0 : 1;
      failed += expected.startsWith("ListingPage") ? 0 : 1;
    }
    // Otherwise, the documents would compare the SDK with itself.
    assertThat(parsed).isBetween(300, 900);
    assertThat(failed).isBetween(100, 700);
  }

  @Test
  void page_valuesInParts_areWhole() {
    String size = "<Size>1&#50;3</Size>";
    String text =
        "<ListBucketResult><IsTruncated>f&#97;lse</IsTruncated><Contents><Key>&lt;a&amp;"
            + "b".repeat(100_000)
            + "&gt;</Key>"
            + size
            + "</Contents></ListBucketResult>";
    assertThat(usual(text).objects())
        .containsExactly(new ListedObject("<a&" + "b".repeat(100_000) + ">", 123, null, null));
  }

  @Test
  void parse_documentType_isLeftToTheSdk() {
    String body =
        "<!DOCTYPE r [<!ENTITY a SYSTEM \"file:///etc/hostname\">]><ListBucketResult><Contents>"
            + "<Key>&a;</Key><Size>1</Size></Contents></ListBucketResult>";
    assertThat(parsed(body.getBytes(UTF_8))).isNull();
    assertThat(parsed(body.replace("&a;", "a").getBytes(UTF_8))).isNull();
  }

  @Test
  void page_largerThanTheLimit_isParsedByTheSdk() {
    String key = "k".repeat(1_000_000);
    StringBuilder body = new StringBuilder("<ListBucketResult><IsTruncated>false</IsTruncated>");
    for (int i = 0; i < 9; i++) {
      body.append("<Contents><Key>")
          .append(i)
          .append(key)
          .append("</Key><Size>1</Size></Contents>");
    }
    body.append("</ListBucketResult>");
    assertThat(body.length()).isGreaterThan(ListedContents.MAX_BYTES);
    ListingPage page =
        page(client, "2:token", new ByteArrayInputStream(body.toString().getBytes(UTF_8)));
    assertThat(page.objects()).hasSize(9).allSatisfy(o -> assertThat(o.key()).endsWith(key));
  }

  private static String bodyWith(String key) {
    return "<ListBucketResult><IsTruncated>false</IsTruncated><Contents><Key>"
        + key
        + "</Key><Size>1</Size></Contents></ListBucketResult>";
  }

  /** Returns the beginning of a body with one object. */
  private static String cut(String key) {
    return bodyWith(key).replaceAll("<Size>.*", "");
  }

  private static InputStream stream(String body) {
    return new ByteArrayInputStream(body.getBytes(UTF_8));
  }

  private static InputStream broken() {
    return new InputStream() {
      @Override
      public int read() throws IOException {
        throw new IOException("connection reset");
      }

      @Override
      public int read(byte[] buffer, int offset, int length) throws IOException {
        return read();
      }
    };
  }

  @Test
  void page_connectionBreaksBeforeOrInTheBody_isNoAnswer() {
    for (String start : new String[] {"", "<ListBucketResult>", cut("first")}) {
      responses.clear();
      for (int i = 0; i < 2; i++) {
        responses.add(200, new SequenceInputStream(stream(start), broken()));
      }
      assertThatThrownBy(() -> page(client, "2:token", broken()))
          .as(start)
          .isInstanceOfSatisfying(
              ListingException.class,
              e -> assertThat(e.reason()).isEqualTo(FailureReason.NO_ANSWER));
    }
  }

  /** The objects of a failed attempt are neither returned nor added. */
  @Test
  void page_attemptFails_hasTheObjectsOfTheLastAttempt() {
    responses.add(500, stream(bodyWith("first")));
    assertThat(page(client, "2:token", stream(bodyWith("second"))).objects())
        .extracting(ListedObject::key)
        .containsExactly("second");
    responses.add(200, new SequenceInputStream(stream(cut("first")), broken()));
    assertThat(page(client, "2:token", stream(bodyWith("second"))).objects())
        .extracting(ListedObject::key)
        .containsExactly("second");
    // The objects are parsed, and the SDK cannot parse the rest. The SDK parses the second page.
    responses.add(
        200, stream(bodyWith("first").replace("<Contents>", "<KeyCount>x</KeyCount><Contents>")));
    assertThat(page(client, "2:token", stream("<!-- -->" + bodyWith("second"))).objects())
        .extracting(ListedObject::key)
        .containsExactly("second");
  }
}
