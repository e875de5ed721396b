// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop;

import dev.wheelhouse.engine.Engine;
import dev.wheelhouse.engine.backup.Backups;
import dev.wheelhouse.engine.chat.Chats;
import dev.wheelhouse.engine.docker.DockerConnection;
import dev.wheelhouse.engine.doctor.Doctor;
import dev.wheelhouse.engine.event.Events;
import dev.wheelhouse.engine.gateway.GatewayServices;
import dev.wheelhouse.engine.gateway.LocalGateway;
import dev.wheelhouse.engine.gateway.Providers;
import dev.wheelhouse.engine.job.Jobs;
import dev.wheelhouse.engine.log.Logs;
import dev.wheelhouse.engine.metric.Metrics;
import dev.wheelhouse.engine.model.Models;
import dev.wheelhouse.engine.platform.WheelhouseHome;
import dev.wheelhouse.engine.problem.Problem;
import dev.wheelhouse.engine.secret.Secrets;
import dev.wheelhouse.engine.settings.SettingsStore;
import dev.wheelhouse.engine.stack.Stacks;

/** The engine as the window sees it: interfaces only, so that tests can give others. */
public record Services(
    WheelhouseHome home,
    Jobs jobs,
    DockerConnection docker,
    Stacks stacks,
    Logs logs,
    Metrics metrics,
    Backups backups,
    Secrets secrets,
    SettingsStore settings,
    LocalGateway gateway,
    Providers providers,
    GatewayServices gatewayServices,
    Chats chats,
    Models models,
    Doctor doctor,
    Events<Problem> notices) {

  /** The real ones. Opens files, so not to be called on the UI thread. */
  static Services of(Engine engine) {
    return new Services(
        engine.home(),
        engine.jobs(),
        engine.connection(),
        engine.stacks(),
        engine.logs(),
        engine.metrics(),
        engine.backups(),
        engine.secrets(),
        engine.settings(),
        engine.gateway(),
        engine.providers(),
        engine.gatewayServices(),
        engine.chats(),
        engine.models(),
        engine.doctor(),
        engine.notices());
  }
}
