// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javafx.application.Platform;
import javafx.fxml.FXMLLoader;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The structure of the whole product, as docs/architecture.md describes it. */
class ArchitectureTest {
  private static final int MOST_FILES = 20;
  private static final int MOST_PARAMETERS = 6;

  private static final List<String> SCREENS =
      List.of(
          "home", "status", "logs", "backups", "chat", "models", "gateway", "doctor", "settings");

  private static JavaClasses product;

  @BeforeAll
  static void readTheProduct() {
    product =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> !location.contains("/test-support/"))
            .withImportOption(location -> !location.contains("wheelhouse-test-support"))
            .importPackages("dev.wheelhouse");
    assertThat(product.size()).as("classes read").isGreaterThan(200);
  }

  @Test
  void theEngineKnowsNeitherWindowNorCommandLineNorIcons() {
    noClasses()
        .that()
        .resideInAPackage("dev.wheelhouse.engine..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.wheelhouse.desktop..", "dev.wheelhouse.cli..", "dev.wheelhouse.icons..")
        .check(product);
  }

  @Test
  void theGatewayKnowsNothingElseOfTheProduct() {
    noClasses()
        .that()
        .resideInAnyPackage("dev.wheelhouse.gateway..", "dev.wheelhouse.headless..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.wheelhouse.engine..",
            "dev.wheelhouse.desktop..",
            "dev.wheelhouse.cli..",
            "dev.wheelhouse.templates..",
            "dev.wheelhouse.icons..")
        .check(product);
  }

  @Test
  void templatesAndIconsStandAlone() {
    noClasses()
        .that()
        .resideInAnyPackage("dev.wheelhouse.templates..", "dev.wheelhouse.icons..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.wheelhouse.engine..",
            "dev.wheelhouse.gateway..",
            "dev.wheelhouse.desktop..",
            "dev.wheelhouse.cli..")
        .check(product);
  }

  @Test
  void theCommandLineKnowsNeitherTheWindowNorTheGateway() {
    noClasses()
        .that()
        .resideInAPackage("dev.wheelhouse.cli..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.wheelhouse.desktop..", "dev.wheelhouse.gateway..")
        .check(product);
  }

  @Test
  void theWindowTalksToTheEngineOnly() {
    noClasses()
        .that()
        .resideInAPackage("dev.wheelhouse.desktop..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.wheelhouse.gateway..",
            "dev.wheelhouse.templates..",
            "com.github.dockerjava..",
            "okhttp3..",
            "java.sql..")
        .check(product);
  }

  @Test
  void nothingBelowTheWindowKnowsJavaFx() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.wheelhouse.desktop..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("javafx..")
        .check(product);
  }

  @Test
  void dockerJavaStaysInItsAdapter() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.wheelhouse.engine.docker..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("com.github.dockerjava..")
        .check(product);
  }

  @Test
  void noPackageIsPartOfACycle() {
    slices().matching("dev.wheelhouse.(**)").should().beFreeOfCycles().check(product);
  }

  @Test
  void aRootPackageImportsItsChildrenNeverTheReverse() {
    for (String root : List.of("engine", "desktop", "cli", "gateway")) {
      noClasses()
          .that()
          .resideInAPackage("dev.wheelhouse." + root + ".(*)..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.wheelhouse." + root)
          .allowEmptyShould(true)
          .check(product);
    }
  }

  @Test
  void inTheEngineFeaturesStandOnServicesNeverTheReverse() {
    noClasses()
        .that()
        .resideInAnyPackage(
            engine("compose docker event job platform problem secret settings store"))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(engine("backup chat doctor gateway log metric model stack"))
        .check(product);
  }

  private static String[] engine(String packages) {
    return Stream.of(packages.split(" "))
        .map(name -> "dev.wheelhouse.engine." + name + "..")
        .toArray(String[]::new);
  }

  @Test
  void screensNeverImportScreens() {
    slices()
        .matching("dev.wheelhouse.desktop.(" + String.join("|", SCREENS) + ")..")
        .should()
        .notDependOnEachOther()
        .check(product);
  }

  @Test
  void onlyTheWiringKnowsTheScreens() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "dev.wheelhouse.desktop.action..",
            "dev.wheelhouse.desktop.command..",
            "dev.wheelhouse.desktop.control..",
            "dev.wheelhouse.desktop.format..",
            "dev.wheelhouse.desktop.frame..",
            "dev.wheelhouse.desktop.fx..",
            "dev.wheelhouse.desktop.shell..",
            "dev.wheelhouse.desktop.text..",
            "dev.wheelhouse.desktop.theme..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            SCREENS.stream()
                .map(screen -> "dev.wheelhouse.desktop." + screen + "..")
                .toArray(String[]::new))
        .check(product);
  }

  @Test
  void oneClassIsTheDoorToTheUiThread() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName("dev.wheelhouse.desktop.fx.FxThread")
        .should()
        .callMethod(Platform.class, "runLater", Runnable.class)
        .check(product);
  }

  @Test
  void oneClassLoadsFxml() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName("dev.wheelhouse.desktop.fx.ControllerFactory")
        .should()
        .dependOnClassesThat()
        .areAssignableTo(FXMLLoader.class)
        .check(product);
  }

  @Test
  void viewModelsNeedNoToolkit() {
    noClasses()
        .that()
        .haveSimpleNameEndingWith("ViewModel")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "javafx.scene..", "javafx.stage..", "javafx.fxml..", "javafx.application..")
        .check(product);
  }

  @Test
  void noStateIsGlobal() {
    fields()
        .that()
        .areStatic()
        .and()
        .areDeclaredInClassesThat()
        .resideInAPackage("dev.wheelhouse..")
        .should()
        .beFinal()
        .check(product);
  }

  @Test
  void aPackageHasTwentyFilesAtMost() {
    Map<String, Integer> files = new TreeMap<>();
    for (JavaClass type : product) {
      if (type.isTopLevelClass() && !type.getSimpleName().equals("package-info")) {
        files.merge(type.getPackageName(), 1, Integer::sum);
      }
    }
    files.values().removeIf(count -> count <= MOST_FILES);

    assertThat(files).isEmpty();
  }

  @Test
  void aConstructorTakesSixThingsAtMost() {
    classes()
        .that()
        .areNotRecords()
        .and()
        .areNotAnonymousClasses()
        .and()
        .areNotEnums()
        .should(haveSmallConstructors())
        .check(product);
  }

  private static ArchCondition<JavaClass> haveSmallConstructors() {
    return new ArchCondition<>("have constructors of at most " + MOST_PARAMETERS + " parameters") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        for (JavaConstructor constructor : type.getConstructors()) {
          boolean own = !constructor.getModifiers().contains(JavaModifier.SYNTHETIC);
          int outer = type.isInnerClass() ? 1 : 0;
          int parameters = constructor.getRawParameterTypes().size() - outer;
          if (own && parameters > MOST_PARAMETERS) {
            events.add(
                SimpleConditionEvent.violated(
                    type, constructor.getFullName() + " takes " + parameters));
          }
        }
      }
    };
  }
}
