package io.github.s3sync.event;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VersionIdTest {

  @ParameterizedTest
  @CsvSource({",", "'',", "null,", "Null,Null", "v1,v1"})
  void event_versionId_isOneThatIdentifiesAVersion(String told, String id) {
    ObjectEvent event = ObjectEvent.created("src", "k");
    ObjectEvent with =
        ObjectEvent.builder(event.source(), event.kind(), "src", "k")
            .name(event.name())
            .versionId(told)
            .build();

    assertThat(VersionId.orNull(told)).isEqualTo(id);
    assertThat(with.versionId()).isEqualTo(id);
  }
}
