package io.github.s3sync.sqs;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.targetOwner;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.github.s3sync.S3Sync;
import io.github.s3sync.copy.Deadline;
import io.github.s3sync.copy.StopSignal;
import io.github.s3sync.destination.ServiceAddress;
import io.github.s3sync.event.LogText;
import io.github.s3sync.plan.FailureReason;
import io.github.s3sync.plan.SkipReason;
import software.amazon.awssdk.services.sqs.SqsClient;

@AnalyzeClasses(
    packages = "io.github.s3sync.sqs",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  /**
   * Returns whether an adapter may use this type of core outside the packages event, outcome and
   * config.
   */
  private static boolean isFacade(JavaClass type) {
    return type.isEquivalentTo(S3Sync.class)
        || type.isEquivalentTo(Deadline.class)
        || type.isEquivalentTo(StopSignal.class)
        || type.isEquivalentTo(LogText.class)
        || type.isEquivalentTo(ServiceAddress.class)
        || type.isEquivalentTo(FailureReason.class)
        || type.isEquivalentTo(FailureReason.Cause.class)
        || type.isEquivalentTo(SkipReason.class);
  }

  @ArchTest
  static final ArchRule adaptersUseTheFacade =
      noClasses()
          .should()
          .dependOnClassesThat(
              resideInAPackage("io.github.s3sync..")
                  .and(
                      describe(
                          "deeper than the façade",
                          type ->
                              !isFacade(type)
                                  && !type.getPackageName()
                                      .matches(
                                          "io[.]github[.]s3sync[.](sqs|event|outcome|config)"))))
          .because("an adapter turns a message into a report and a report into an answer");

  @ArchTest
  static final ArchRule onlyTheQueueCallsSqs =
      noClasses()
          .that()
          .doNotHaveSimpleName("Queue")
          .should()
          .accessTargetWhere(targetOwner(equivalentTo(SqsClient.class)))
          .because("every call has its own time limit");

  @ArchTest
  static final ArchRule othersKnowMessagesOnly =
      noClasses()
          .that()
          .doNotHaveSimpleName("Queue")
          .should()
          .dependOnClassesThat(
              resideInAPackage("software.amazon.awssdk..")
                  .and(
                      describe(
                          "neither the client nor part of a message",
                          type ->
                              !type.isEquivalentTo(SqsClient.class)
                                  && !type.getName().contains(".model.Message"))))
          .because("SQS's answers are classified in one place");

  @ArchTest
  static final ArchRule workersAreHidden =
      classes()
          .that()
          .arePublic()
          .should()
          .haveSimpleNameStartingWith("SqsPoller")
          .orShould()
          .haveNameMatching(".*[.](PollerHealth|MessageOutcome)([$].*)?")
          .orShould()
          .haveSimpleName("PollerListener")
          .orShould()
          .haveSimpleName("MessageCounter")
          .because("a user builds a poller, listens to its outcomes and reads its health");
}
