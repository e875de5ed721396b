// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.action;

import dev.wheelhouse.engine.problem.Problem;
import dev.wheelhouse.engine.stack.StackId;

/** The last order to a stack failed, for a reason that no single service shows. */
public record StackFailure(StackId stack, Problem problem) {}
