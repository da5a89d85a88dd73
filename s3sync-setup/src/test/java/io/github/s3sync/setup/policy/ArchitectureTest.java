package io.github.s3sync.setup.policy;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
    packages = "io.github.s3sync.setup.policy",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule policiesKnowRulesOnly =
      noClasses()
          .should()
          .dependOnClassesThat(
              resideInAPackage("io.github.s3sync..")
                  .and(
                      not(
                          resideInAnyPackage(
                              "io.github.s3sync.setup.policy",
                              "io.github.s3sync.rule",
                              "io.github.s3sync.destination",
                              "io.github.s3sync.option",
                              "io.github.s3sync.pattern",
                              "io.github.s3sync.event"))))
          .because("what is needed follows from the rules alone");
}
