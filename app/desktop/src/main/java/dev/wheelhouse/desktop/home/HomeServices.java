// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.home;

import dev.wheelhouse.engine.backup.Backups;
import dev.wheelhouse.engine.docker.DockerConnection;
import dev.wheelhouse.engine.metric.Metrics;
import dev.wheelhouse.engine.model.Models;
import dev.wheelhouse.engine.stack.Stacks;

/** The parts of the engine that Home reads. */
public record HomeServices(
    Stacks stacks, DockerConnection docker, Backups backups, Metrics metrics, Models models) {}
