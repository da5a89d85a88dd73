package io.github.s3sync.setup.check;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.github.s3sync.event.Internal;

@AnalyzeClasses(
    packages = {
      "io.github.s3sync.setup.check",
      "io.github.s3sync.setup.delivery",
      "io.github.s3sync.setup.finding"
    },
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule checksKnowNoFacade =
      noClasses()
          .should()
          .dependOnClassesThat(
              resideInAPackage("io.github.s3sync..")
                  .and(
                      not(
                          resideInAnyPackage(
                              "io.github.s3sync.setup.check",
                              "io.github.s3sync.setup.delivery",
                              "io.github.s3sync.setup.finding",
                              "io.github.s3sync.setup.policy",
                              "io.github.s3sync.client",
                              "io.github.s3sync.copy",
                              "io.github.s3sync.request",
                              "io.github.s3sync.plan",
                              "io.github.s3sync.rule",
                              "io.github.s3sync.destination",
                              "io.github.s3sync.option",
                              "io.github.s3sync.pattern",
                              "io.github.s3sync.key",
                              "io.github.s3sync.event"))))
          .because("nothing is copied here");

  @ArchTest
  static final ArchRule packagesHaveOneDirection =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("finding")
          .definedBy("io.github.s3sync.setup.finding")
          .layer("delivery")
          .definedBy("io.github.s3sync.setup.delivery")
          .layer("check")
          .definedBy("io.github.s3sync.setup.check")
          .whereLayer("finding")
          .mayOnlyBeAccessedByLayers("delivery", "check")
          .whereLayer("delivery")
          .mayOnlyBeAccessedByLayers("check")
          .whereLayer("check")
          .mayNotBeAccessedByAnyLayer()
          .because("a check leads to findings");

  @ArchTest
  static final ArchRule queuesAndFunctionsHaveAPlaceOfTheirOwn =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.github.s3sync.setup.delivery")
          .and()
          .doNotHaveSimpleName("PreflightBuilder")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "software.amazon.awssdk.services.sqs..", "software.amazon.awssdk.services.lambda..")
          .because("most users have neither to look at");

  @ArchTest
  static final ArchRule workersAreHidden =
      classes()
          .that()
          .arePublic()
          .and()
          .areNotAnnotatedWith(Internal.class)
          .and()
          .areTopLevelClasses()
          .should()
          .haveNameMatching(
              ".*[.](Preflight|PreflightBuilder|Finding|Permission|Statement|Severity|Check)")
          .because("a user builds a preflight and reads its findings");
}
