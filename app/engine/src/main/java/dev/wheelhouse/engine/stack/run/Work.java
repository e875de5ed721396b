// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.stack.run;

import dev.wheelhouse.engine.compose.ComposeProject;
import dev.wheelhouse.engine.docker.Docker;
import dev.wheelhouse.engine.job.JobControl;
import java.time.Clock;

/** What one operation on one stack works with. */
record Work(
    ComposeProject project,
    StackBoard board,
    Docker docker,
    Hints hints,
    JobControl control,
    Clock clock) {}
