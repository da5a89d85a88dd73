package io.github.s3sync.reconcile;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import org.jspecify.annotations.NullMarked;

@AnalyzeClasses(
    packages = "io.github.s3sync.reconcile",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule packagesHaveOneDirection =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("listing")
          .definedBy("io.github.s3sync.reconcile.listing")
          .layer("finding")
          .definedBy("io.github.s3sync.reconcile.finding")
          .layer("input")
          .definedBy("io.github.s3sync.reconcile.input")
          .layer("compare")
          .definedBy("io.github.s3sync.reconcile.compare")
          .layer("checkpoint")
          .definedBy("io.github.s3sync.reconcile.checkpoint")
          .layer("run")
          .definedBy("io.github.s3sync.reconcile")
          .optionalLayer("report")
          .definedBy("io.github.s3sync.reconcile.report")
          .whereLayer("listing")
          .mayOnlyBeAccessedByLayers("compare", "checkpoint", "run", "report")
          .whereLayer("finding")
          .mayOnlyBeAccessedByLayers("input", "compare", "checkpoint", "run", "report")
          .whereLayer("input")
          .mayOnlyBeAccessedByLayers("compare", "run", "report")
          .whereLayer("compare")
          .mayOnlyBeAccessedByLayers("checkpoint", "run", "report")
          .whereLayer("checkpoint")
          .mayOnlyBeAccessedByLayers("run")
          .whereLayer("run")
          .mayOnlyBeAccessedByLayers("report")
          .whereLayer("report")
          .mayNotBeAccessedByAnyLayer()
          .because("a listing is compared, a comparison is run, and a run is reported");

  @ArchTest
  static final ArchRule packagesAreFreeOfCycles =
      slices().matching("io.github.s3sync.reconcile.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule onlyTheFacadeIsLeftAlone =
      ArchRuleDefinition.noClasses()
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("io.github.s3sync.S3Sync")
          .because("existing objects are copied by the executor, without events");

  @ArchTest
  static final ArchRule packagesAreNullMarked =
      ArchRuleDefinition.classes()
          .that()
          .haveSimpleName("package-info")
          .should()
          .beAnnotatedWith(NullMarked.class)
          .allowEmptyShould(true)
          .because("null is the exception");

  @ArchTest
  static final ArchRule listingsKnowNoRules =
      ArchRuleDefinition.noClasses()
          .that()
          .resideInAPackage("io.github.s3sync.reconcile.listing")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.github.s3sync.rule..", "io.github.s3sync.pattern..")
          .because("what is listed is a bucket");
}
