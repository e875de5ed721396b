// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.testing;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Leaves integration tests out, before they set anything up, where {@code -DskipEngine} says that
 * there is no Docker engine. JUnit finds it by itself; see the build's failsafe settings.
 */
public final class EngineCondition implements ExecutionCondition {
  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    boolean leaveOut =
        System.getProperty("skipEngine") != null
            && TestEngine.find().isEmpty()
            && context
                .getTestClass()
                .filter(type -> type.getSimpleName().endsWith("IT"))
                .isPresent();
    return leaveOut
        ? ConditionEvaluationResult.disabled("needs a Docker engine; left out by -DskipEngine")
        : ConditionEvaluationResult.enabled("may use a Docker engine");
  }
}
