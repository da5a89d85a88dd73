package io.github.s3sync.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3sync.client.HeaderText;
import io.github.s3sync.key.ObjectRef;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.s3.model.ChecksumType;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/** Checks which replicas carry a valid provenance. */
class ProvenanceTest {

  private static final ObjectRef ONE = new ObjectRef("one", "in/k");
  private static final ObjectRef TWO = new ObjectRef("two", "k");
  private static final Instant WRITTEN = Instant.parse("2026-09-01T10:20:30Z");
  private static final String MD5 = "\"0123456789abcdef0123456789abcdef\"";
  private static final String OTHER_MD5 = "\"fedcba9876543210fedcba9876543210\"";

  private final HeadObjectResponse source =
      HeadObjectResponse.builder()
          .eTag(MD5)
          .contentLength(7L)
          .contentType("text/plain; charset=UTF-8")
          .cacheControl("no-cache")
          .lastModified(WRITTEN.minusSeconds(60))
          .checksumType(ChecksumType.FULL_OBJECT)
          .checksumCRC64NVME("AAAAAAAAAAA=")
          .metadata(Map.of("user", "Value"))
          .build();

  /** Returns a replica in S3 itself, like its source. */
  private HeadObjectResponse replica(Consumer<HeadObjectResponse.Builder> change) {
    return replica(new HeaderText(true, true), Set.of(), change);
  }

  private HeadObjectResponse replicaElsewhere(Consumer<HeadObjectResponse.Builder> change) {
    return replica(new HeaderText(false, true), Set.of(), change);
  }

  private HeadObjectResponse replica(
      HeaderText text, Set<String> dropped, Consumer<HeadObjectResponse.Builder> change) {
    HeadObjectResponse.Builder replica =
        source.toBuilder()
            .lastModified(WRITTEN)
            .metadata(Provenance.metadata(source, ONE, TWO, text, dropped, WRITTEN));
    change.accept(replica);
    return replica.build();
  }

  private static boolean isReplica(HeadObjectResponse object) {
    return Provenance.of(object, TWO, ONE) != null;
  }

  @Test
  void of_replica_isOfItsSourceAndOfThatStateOfIt() {
    Provenance provenance = Objects.requireNonNull(Provenance.of(replica(r -> {}), TWO, ONE));

    assertThat(provenance.isOf(source)).isTrue();
    assertThat(provenance.isOf(source.toBuilder().eTag(OTHER_MD5).build())).isFalse();
    assertThat(provenance.isOf(source.toBuilder().versionId("v2").build())).isFalse();
    assertThat(provenance.isOf(source.toBuilder().lastModified(WRITTEN).build())).isFalse();
    assertThat(provenance.isOf(source.toBuilder().metadata(Map.of()).build())).isFalse();
  }

  @Test
  void of_copyOfAReplicaElsewhere_isAUsersWrite() {
    HeadObjectResponse object = replica(r -> {});

    assertThat(Provenance.of(object, new ObjectRef("two", "k2"), ONE)).isNull();
    assertThat(Provenance.of(object, new ObjectRef("three", "k"), ONE)).isNull();
    assertThat(Provenance.of(object, ONE, TWO)).isNull();
    // The same letters in another bucket.
    assertThat(Provenance.of(object, new ObjectRef("tw", "ok"), ONE)).isNull();
    assertThat(Provenance.of(object, TWO, new ObjectRef("one", "other"))).isNull();
    assertThat(Provenance.of(source, TWO, ONE)).isNull();
  }

  @Test
  void of_replicaThatAUserChangedAndLeftTheMetadata_isAUsersWrite() {
    assertThat(isReplica(replica(r -> r.contentLength(8L)))).isFalse();
    assertThat(isReplica(replica(r -> r.eTag(OTHER_MD5)))).isFalse();
    assertThat(isReplica(replica(r -> r.eTag("\"e-2\"").checksumCRC64NVME("AAAAAAAAAAE="))))
        .isFalse();
    assertThat(isReplica(replica(r -> r.contentType("text/html")))).isFalse();
    assertThat(isReplica(replica(r -> r.cacheControl("no-store")))).isFalse();
    assertThat(isReplica(replica(r -> r.contentLanguage("de")))).isFalse();
    Map<String, String> more = new HashMap<>(replica(r -> {}).metadata());
    more.put("user", "another");
    assertThat(isReplica(replica(r -> r.metadata(more)))).isFalse();
  }

  @Test
  void of_smallestChangeOfAReplica_isAUsersWrite() {
    assertThat(isReplica(replica(r -> r.contentType("text/plain;charset=utf-8")))).isFalse();
    assertThat(isReplica(replica(r -> r.contentType(null)))).isFalse();
    for (HeadObjectResponse changed :
        List.of(
            replica(r -> r.cacheControl(null)),
            replica(r -> r.cacheControl("No-Cache")),
            replica(r -> r.metadata(with(replica(o -> {}).metadata(), "value"))),
            replica(r -> r.metadata(with(replica(o -> {}).metadata(), "V alue"))),
            replicaElsewhere(r -> r.contentType("text/html")),
            replicaElsewhere(r -> r.cacheControl(null)),
            replicaElsewhere(r -> r.cacheControl("No-Cache")),
            replicaElsewhere(r -> r.metadata(with(replicaElsewhere(o -> {}).metadata(), "value"))),
            replicaElsewhere(
                r -> r.metadata(with(replicaElsewhere(o -> {}).metadata(), "V alue"))))) {
      assertThat(isReplica(changed)).as("%s", changed).isFalse();
    }
  }

  private static Map<String, String> with(Map<String, String> metadata, String user) {
    Map<String, String> changed = new HashMap<>(metadata);
    changed.put("user", user);
    return changed;
  }

  @Test
  void of_replicaAsAnotherStoreShowsIt_isAReplica() {
    assertThat(isReplica(replicaElsewhere(r -> r.contentType("text/plain;charset=utf-8"))))
        .isTrue();
    assertThat(
            isReplica(
                replica(
                    new HeaderText(false, true),
                    Set.of("Cache-Control"),
                    r -> r.cacheControl(null))))
        .isTrue();
    assertThat(isReplica(replica(r -> r.eTag("\"e-2\"").checksumCRC64NVME(null)))).isTrue();
    assertThat(isReplica(replica(r -> r.lastModified(null)))).isTrue();
    Map<String, String> spelled = new HashMap<>();
    replica(r -> {}).metadata().forEach((key, value) -> spelled.put(title(key), value));
    assertThat(isReplica(replica(r -> r.metadata(spelled)))).isTrue();
  }

  @Test
  void of_replicaOfWhatHadNoContentType_hasTheDefault() {
    HeadObjectResponse without = source.toBuilder().contentType(null).build();
    Map<String, String> metadata =
        Provenance.metadata(without, ONE, TWO, new HeaderText(true, true), Set.of(), WRITTEN);

    assertThat(isReplica(replica(r -> r.contentType("binary/octet-stream").metadata(metadata))))
        .isTrue();
    assertThat(isReplica(replica(r -> r.contentType("text/html").metadata(metadata)))).isFalse();
  }

  private static String title(String key) {
    return key.equals(Provenance.KEY) ? "S3Sync-Replica-Of" : "User";
  }

  @Test
  void of_versionRestoredByACopyOntoItself_isAUsersWrite() {
    assertThat(isReplica(replica(r -> r.lastModified(WRITTEN.plus(Duration.ofHours(23))))))
        .isTrue();
    assertThat(isReplica(replica(r -> r.lastModified(WRITTEN.plus(Duration.ofHours(25))))))
        .isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1",
        "1.....",
        "1.a.b.c.d.e",
        "2......",
        "2.s3.a.b.----.d.e",
        "......................",
        "2.s3.a.b.c.~.zzzzzzzzzzzzzzz"
      })
  void of_anyOtherValue_isNoProvenance(String value) {
    assertThat(isReplica(replica(r -> r.metadata(Map.of(Provenance.KEY, value))))).isFalse();
  }

  @Test
  void metadata_ofAReplica_isThatOfItsSourceAndReplacesItsProvenance() {
    HeadObjectResponse replica = replica(r -> {});
    Map<String, String> back =
        Provenance.metadata(replica, TWO, ONE, new HeaderText(true, true), Set.of(), null);

    assertThat(Provenance.without(back)).isEqualTo(source.metadata());
    assertThat(back.get(Provenance.KEY))
        .isNotEqualTo(replica.metadata().get(Provenance.KEY))
        .matches("[!-~]{60,150}");
  }

  @Test
  void isClaimed_replicaOfThatState_alsoIfItHasChanged() {
    HeadObjectResponse object = replica(r -> {});

    assertThat(Provenance.isClaimed(object, TWO, ONE, source)).isTrue();
    assertThat(Provenance.isClaimed(replica(r -> r.contentType("text/html")), TWO, ONE, source))
        .isTrue();
    assertThat(Provenance.isClaimed(object, TWO, ONE, source.toBuilder().eTag("e").build()))
        .isFalse();
    assertThat(Provenance.isClaimed(object, ONE, TWO, source)).isFalse();
    assertThat(Provenance.isClaimed(source, TWO, ONE, source)).isFalse();
    String more = object.metadata().get(Provenance.KEY) + ".x";
    assertThat(
            Provenance.isClaimed(
                replica(r -> r.metadata(Map.of(Provenance.KEY, more))), TWO, ONE, source))
        .isFalse();
  }

  @Test
  void of_timeThatIsNoNumber_isNoProvenance() {
    String value = replica(r -> {}).metadata().getOrDefault(Provenance.KEY, "");
    String odd = value.substring(0, value.lastIndexOf('.') + 1) + "!";

    assertThat(isReplica(replica(r -> r.metadata(withValue(odd))))).isFalse();
    assertThat(isReplica(replica(r -> r.metadata(withValue(value))))).isTrue();
  }

  private Map<String, String> withValue(String value) {
    Map<String, String> metadata = new HashMap<>(replica(r -> {}).metadata());
    metadata.put(Provenance.KEY, value);
    return metadata;
  }

  /** S3 shows metadata that is not ASCII in the encoding of RFC 2047. */
  @Test
  void of_replicaWithEncodedMetadata_isAReplica() {
    Map<String, String> encoded = Map.of("user", "=?UTF-8?B?7ZWc6riA?=");
    HeadObjectResponse object = source.toBuilder().metadata(encoded).build();
    Map<String, String> metadata =
        Provenance.metadata(object, ONE, TWO, new HeaderText(true, true), Set.of(), WRITTEN);

    assertThat(isReplica(replica(r -> r.metadata(metadata)))).isTrue();
  }

  @Test
  void metadata_justEnoughRoom_isUsed() {
    int provenance =
        Provenance.KEY.length()
            + replica(r -> {}).metadata().getOrDefault(Provenance.KEY, "").length();
    int room = 2_048 - provenance - "k".length();

    assertThat(metadataOf(Map.of("k", "x".repeat(room)))).containsKey(Provenance.KEY);
    assertThat(metadataOf(Map.of("k", "x".repeat(room + 1)))).doesNotContainKey(Provenance.KEY);
  }

  private Map<String, String> metadataOf(Map<String, String> users) {
    return Provenance.metadata(
        source.toBuilder().metadata(users).build(),
        ONE,
        TWO,
        new HeaderText(true, true),
        Set.of(),
        WRITTEN);
  }

  @Test
  void metadata_noRoomForMore_isThatOfTheSource() {
    Map<String, String> full = Map.of("k", "x".repeat(2_000));
    HeadObjectResponse object = source.toBuilder().metadata(full).build();

    assertThat(Provenance.metadata(object, ONE, TWO, new HeaderText(true, true), Set.of(), WRITTEN))
        .isEqualTo(full);
  }
}
