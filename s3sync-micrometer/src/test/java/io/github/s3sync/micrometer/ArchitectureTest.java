package io.github.s3sync.micrometer;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
    packages = "io.github.s3sync.micrometer",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule metersKnowOutcomesAndTheirReasons =
      noClasses()
          .should()
          .dependOnClassesThat(
              resideInAPackage("io.github.s3sync..")
                  .and(
                      not(
                          resideInAnyPackage(
                              "io.github.s3sync.micrometer",
                              "io.github.s3sync.outcome",
                              "io.github.s3sync.plan",
                              "io.github.s3sync.sqs"))))
          .because("meters are derived from outcomes only");

  @ArchTest
  static final ArchRule onlyTheGaugesKnowThePoller =
      noClasses()
          .that()
          .doNotHaveSimpleName("PollerGauges")
          .and()
          .doNotHaveSimpleName("MeteredMessages")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.github.s3sync.sqs..")
          .because("an application without a poller has no s3sync-sqs on the class path");
}
