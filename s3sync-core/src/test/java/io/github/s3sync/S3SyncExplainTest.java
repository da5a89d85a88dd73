package io.github.s3sync;

import static io.github.s3sync.event.EventKind.CREATED;
import static io.github.s3sync.event.EventKind.REMOVED;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3sync.event.Bodies;
import io.github.s3sync.executor.S3CopyExecutor;
import io.github.s3sync.rule.CopyRule;
import io.github.s3sync.testing.FakeS3;
import org.junit.jupiter.api.Test;

class S3SyncExplainTest {

  private static String explain(String body) {
    return S3Sync.builder()
        .rules(
            CopyRule.named("origin").from("src").prefix("in/").to("dst", "{key}").build(),
            CopyRule.named("other").from("elsewhere").to("dst").build())
        .executor(new FakeExecutor())
        .build()
        .explain(body);
  }

  @Test
  void explain_match_saysRulesKeyAndRequests() {
    assertThat(explain(Bodies.records(Bodies.recordOf("in/a+b"))))
        .isEqualTo(
            """
            ObjectCreated:Put of src: in/a+b
              rule 'origin': matches
              rule 'other': no, its source bucket is 'elsewhere'
              -> copy s3://src/in/a b to s3://dst/in/a b with [CopyObject]
            """);
  }

  @Test
  void explain_mismatchAndRefusal_sayWhy() {
    assertThat(explain(Bodies.records(Bodies.recordOf("a"), Bodies.recordOf("%zz"))))
        .contains("no, it accepts only keys that start with 'in/'", "-> nothing: NO_RULE")
        .contains("-> fails: KEY_UNDECODABLE, key has a malformed escape");
  }

  @Test
  void explain_delete_saysRequests() {
    FakeS3 s3 = FakeS3.start();
    try {
      S3Sync sync =
          S3Sync.builder()
              .rules(CopyRule.named("r").from("src").on(CREATED, REMOVED).to("dst").build())
              .executor(S3CopyExecutor.builder(s3.client()).build())
              .build();

      assertThat(
              sync.explain(
                  Bodies.records(
                      Bodies.recordOf("a").replace("ObjectCreated:Put", "ObjectRemoved:Delete"))))
          .contains(
              "-> delete s3://dst/a if s3://src/a no longer exists, with"
                  + " [HeadObject, HeadBucket, DeleteObject, HeadObject]");
    } finally {
      s3.close();
    }
  }

  @Test
  void explain_recordThatCannotBeRead_isMentioned() {
    assertThat(explain(Bodies.records(Bodies.record("{}"))))
        .isEqualTo(
            "record 0 cannot be read: s3.object.key is missing or empty, expected a string\n");
  }

  @Test
  void explain_testEvent_isMentioned() {
    assertThat(explain(Bodies.file("s3-test-event.json")))
        .isEqualTo("messages that never name an object (set-up and test messages): 1\n");
  }

  @Test
  void explain_controlCharactersInAKey_cannotForgeALine() {
    assertThat(explain(Bodies.records(Bodies.recordOf("in/a\n  rule 'other': matches"))))
        .hasLineCount(4)
        .contains("in/a\\u000A  rule 'other': matches");
  }
}
