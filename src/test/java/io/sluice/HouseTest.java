package io.sluice;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.conditions.ArchConditions.have;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.sluice.access.Caller;
import io.sluice.catalog.Catalog;
import io.sluice.export.accept.Batches;
import io.sluice.export.accept.Exports;
import io.sluice.export.accept.Submissions;
import io.smallrye.config.ConfigMapping;
import java.nio.file.Files;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The rooms of the house and the only arrows between them. */
class HouseTest {
  private final JavaClasses classes =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.sluice");

  @Test
  void roomsImportOnlyAlongTheDrawnArrows() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .withOptionalLayers(true)
        .layer("main")
        .definedBy("io.sluice")
        .layer("cli")
        .definedBy("io.sluice.cli..")
        .layer("api")
        .definedBy("io.sluice.api..")
        .layer("export")
        .definedBy("io.sluice.export..")
        .layer("access")
        .definedBy("io.sluice.access..")
        .layer("catalog")
        .definedBy("io.sluice.catalog..")
        .layer("storage")
        .definedBy("io.sluice.storage..")
        .layer("cloud")
        .definedBy("io.sluice.cloud..")
        .layer("transfer")
        .definedBy("io.sluice.transfer..")
        .layer("parquet")
        .definedBy("io.sluice.parquet..")
        .layer("csv")
        .definedBy("io.sluice.csv..")
        .layer("store")
        .definedBy("io.sluice.store..")
        .layer("delivery")
        .definedBy("io.sluice.delivery..")
        .layer("sandbox")
        .definedBy("io.sluice.sandbox..")
        .layer("telemetry")
        .definedBy("io.sluice.telemetry..")
        .layer("health")
        .definedBy("io.sluice.health..")
        .layer("nativeimage")
        .definedBy("io.sluice.nativeimage..")
        .layer("base")
        .definedBy("io.sluice.base..")
        .whereLayer("main")
        .mayOnlyAccessLayers("cli", "api")
        .whereLayer("cli")
        .mayOnlyAccessLayers("api", "export", "access", "base")
        .whereLayer("api")
        .mayOnlyAccessLayers("export", "catalog", "access", "base")
        .whereLayer("export")
        .mayOnlyAccessLayers(
            "access", "storage", "cloud", "transfer", "parquet", "csv", "store", "delivery", "base")
        .whereLayer("access")
        .mayOnlyAccessLayers("base")
        .whereLayer("catalog")
        .mayOnlyAccessLayers("storage", "access", "base")
        .whereLayer("storage")
        .mayOnlyAccessLayers("cloud", "base")
        .whereLayer("transfer")
        .mayOnlyAccessLayers("cloud", "csv", "base")
        .whereLayer("cloud")
        .mayOnlyAccessLayers("base")
        .whereLayer("parquet")
        .mayOnlyAccessLayers("csv", "base")
        .whereLayer("csv")
        .mayOnlyAccessLayers("base")
        .whereLayer("store")
        .mayOnlyAccessLayers("base")
        .whereLayer("delivery")
        .mayOnlyAccessLayers("base")
        .whereLayer("sandbox")
        .mayOnlyAccessLayers("base")
        .whereLayer("telemetry")
        .mayOnlyAccessLayers("base")
        .whereLayer("health")
        .mayOnlyAccessLayers("export", "store", "base")
        .whereLayer("main")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("telemetry")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("health")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("nativeimage")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("base")
        .mayNotAccessAnyLayer()
        .check(classes);
  }

  /** It is not in the product's jar. */
  @Test
  void nobodyOfTheProductUsesTheSandbox() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.sluice.sandbox..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.sluice.sandbox..")
        .check(classes);
  }

  @Test
  void theCommandLineSeesOfTheApiHowARequestIsReadAlone() {
    noClasses()
        .that()
        .resideInAPackage("io.sluice.cli..")
        .should()
        .dependOnClassesThat(
            resideInAPackage("io.sluice.api..")
                .and(not(resideInAPackage("io.sluice.api.request.."))))
        .check(classes);
  }

  @Test
  void otherRoomsSeeOfTheStorageRoomWhatLiesInItsOwnPackageAlone() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.sluice.storage..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.sluice.storage.*..")
        .check(classes);
  }

  @Test
  void noTwoPackagesImportEachOther() {
    slices().matching("io.sluice.(**)").should().beFreeOfCycles().check(classes);
  }

  @Test
  void configurationIsNamedSo() {
    classes()
        .that()
        .areAnnotatedWith(ConfigMapping.class)
        .should()
        .haveSimpleNameEndingWith("Config")
        .check(classes);
  }

  @Test
  void thePackagesOfTheExportRoomGoOneWay() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("model")
        .definedBy("io.sluice.export.model..")
        .layer("live")
        .definedBy("io.sluice.export.live..")
        .layer("pipeline")
        .definedBy("io.sluice.export.pipeline..")
        .layer("run")
        .definedBy("io.sluice.export.run..")
        .layer("accept")
        .definedBy("io.sluice.export.accept..")
        .layer("retain")
        .definedBy("io.sluice.export.retain..")
        .whereLayer("model")
        .mayNotAccessAnyLayer()
        .whereLayer("live")
        .mayOnlyAccessLayers("model")
        .whereLayer("pipeline")
        .mayOnlyAccessLayers("model", "live")
        .whereLayer("run")
        .mayOnlyAccessLayers("model", "live", "pipeline")
        .whereLayer("accept")
        .mayOnlyAccessLayers("model", "live", "pipeline", "run")
        .whereLayer("retain")
        .mayNotBeAccessedByAnyLayer()
        .check(classes);
  }

  /** What a library keeps to itself changes without a word. */
  @Test
  void nobodyUsesTheInternalsOfALibrary() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("..impl..", "..internal..", "org.jboss.resteasy.reactive.server.core..")
        .check(classes);
  }

  /** A check that is forgotten does not compile; what begins and watches the program has none. */
  @Test
  void whateverACallerCanComeToAsksFirstWhoThatIs() {
    methods()
        .that()
        .areDeclaredInClassesThat(
            DescribedPredicate.describe(
                "are asked by callers",
                type ->
                    Stream.of(Exports.class, Submissions.class, Batches.class, Catalog.class)
                        .anyMatch(type::isEquivalentTo)))
        .and()
        .arePublic()
        .and()
        .areNotStatic()
        .and()
        .doNotHaveName("watchOver")
        .and()
        .doNotHaveName("isOpen")
        .should(
            have(
                DescribedPredicate.describe(
                    "a Caller first",
                    method ->
                        method.getRawParameterTypes().stream()
                            .findFirst()
                            .filter(first -> first.isEquivalentTo(Caller.class))
                            .isPresent())))
        .check(classes);
  }

  /**
   * {@link io.sluice.base.PrivateFiles} makes files that other users cannot read. A channel that
   * creates cannot be told from one that reads here: the tests of each room look at its files.
   */
  @Test
  void nobodyMakesFilesThatOtherUsersCanRead() {
    noClasses()
        .that()
        .resideOutsideOfPackages("io.sluice.base..", "io.sluice.sandbox..")
        .should()
        .callMethodWhere(
            target(owner(type(Files.class)))
                .and(
                    target(
                        nameMatching(
                            "createDirector.*|createFile|write.*|copy|newOutputStream|newBufferedWriter"))))
        .check(classes);
  }
}
