package io.github.s3sync.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3sync.key.ObjectRef;
import org.junit.jupiter.api.Test;

class CopyOneObjectIT {

  @Test
  void copy_objectIsThere_replicaIsEqual() {
    try (Accounts accounts = new Accounts()) {
      CopyOneObject copier = new CopyOneObject(accounts.replicator(), Accounts.OPTIONS);

      String result =
          copier.copy(accounts.put("한글 a+b.txt", "content"), new ObjectRef("dst", "사본/100%.txt"));

      assertThat(result).startsWith("7 bytes, ");
      assertThat(accounts.replica("사본/100%.txt")).isEqualTo("content");
    }
  }

  @Test
  void copy_objectIsGone_isNotNeeded() {
    try (Accounts accounts = new Accounts()) {
      CopyOneObject copier = new CopyOneObject(accounts.replicator(), Accounts.OPTIONS);

      String result = copier.copy(new ObjectRef("src", "gone"), new ObjectRef("dst", "gone"));

      assertThat(result).isEqualTo("not needed: SOURCE_GONE");
    }
  }
}
