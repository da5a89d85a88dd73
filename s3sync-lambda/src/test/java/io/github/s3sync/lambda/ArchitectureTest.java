package io.github.s3sync.lambda;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
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
import io.github.s3sync.event.LogText;
import io.github.s3sync.plan.FailureReason;
import io.github.s3sync.plan.SkipReason;

@AnalyzeClasses(
    packages = "io.github.s3sync.lambda",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  /**
   * Returns whether an adapter may use this type of core outside the packages event, outcome and
   * config.
   */
  private static boolean isFacade(JavaClass type) {
    return type.isEquivalentTo(S3Sync.class)
        || type.isEquivalentTo(Deadline.class)
        || type.isEquivalentTo(LogText.class)
        || type.isEquivalentTo(FailureReason.class)
        || type.isEquivalentTo(FailureReason.Cause.class)
        || type.isEquivalentTo(SkipReason.class);
  }

  @ArchTest
  static final ArchRule adaptersUseTheFacade =
      noClasses()
          .that()
          .doNotHaveSimpleName("Rehearsal")
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
                                          "io[.]github[.]s3sync[.](lambda|event|outcome|config)"))))
          .because("an adapter turns an invocation into a report and a report into an answer");

  @ArchTest
  static final ArchRule onlyTheRehearsalAndTheQueuesKnowTheSdk =
      noClasses()
          .that()
          .doNotHaveSimpleName("Rehearsal")
          .and()
          .doNotHaveSimpleName("CannedS3")
          .and()
          .haveNameNotMatching(".*CannedS3[$].*")
          .and()
          .doNotHaveSimpleName("SqsQueues")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("software.amazon.awssdk..")
          .because("only core talks to S3, and one class to SQS");

  @ArchTest
  static final ArchRule workersAreHidden =
      classes()
          .that()
          .arePublic()
          .should()
          .haveSimpleNameEndingWith("Handler")
          .orShould()
          .haveSimpleNameEndingWith("Exception")
          .because("a function's configuration needs the name of a handler only");
}
