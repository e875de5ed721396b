// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop;

import dev.wheelhouse.desktop.action.Remedies;
import dev.wheelhouse.desktop.action.StackActions;
import dev.wheelhouse.desktop.action.StackCommands;
import dev.wheelhouse.desktop.backups.BackupsView;
import dev.wheelhouse.desktop.backups.BackupsViewModel;
import dev.wheelhouse.desktop.chat.ChatCommands;
import dev.wheelhouse.desktop.chat.ChatView;
import dev.wheelhouse.desktop.chat.ChatViewModel;
import dev.wheelhouse.desktop.command.Command;
import dev.wheelhouse.desktop.command.Commands;
import dev.wheelhouse.desktop.doctor.DoctorView;
import dev.wheelhouse.desktop.doctor.DoctorViewModel;
import dev.wheelhouse.desktop.frame.CurrentStack;
import dev.wheelhouse.desktop.frame.FileQuestion;
import dev.wheelhouse.desktop.frame.Frame;
import dev.wheelhouse.desktop.frame.Outside;
import dev.wheelhouse.desktop.frame.Screen;
import dev.wheelhouse.desktop.frame.ScreenName;
import dev.wheelhouse.desktop.fx.ControllerFactory;
import dev.wheelhouse.desktop.fx.UiFeed;
import dev.wheelhouse.desktop.fx.UiTasks;
import dev.wheelhouse.desktop.gateway.GatewayView;
import dev.wheelhouse.desktop.home.HomeServices;
import dev.wheelhouse.desktop.home.HomeView;
import dev.wheelhouse.desktop.home.HomeViewModel;
import dev.wheelhouse.desktop.logs.LogsView;
import dev.wheelhouse.desktop.logs.LogsViewModel;
import dev.wheelhouse.desktop.models.ModelsView;
import dev.wheelhouse.desktop.models.ModelsViewModel;
import dev.wheelhouse.desktop.settings.SettingsView;
import dev.wheelhouse.desktop.settings.SettingsViewModel;
import dev.wheelhouse.desktop.shell.JobTrayViewModel;
import dev.wheelhouse.desktop.shell.PaletteViewModel;
import dev.wheelhouse.desktop.shell.Shell;
import dev.wheelhouse.desktop.shell.ShellModels;
import dev.wheelhouse.desktop.shell.TopBarViewModel;
import dev.wheelhouse.desktop.status.ServiceActions;
import dev.wheelhouse.desktop.status.StatusView;
import dev.wheelhouse.desktop.status.StatusViewModel;
import dev.wheelhouse.engine.problem.Problem;
import dev.wheelhouse.engine.settings.Settings;
import dev.wheelhouse.engine.stack.Stack;
import dev.wheelhouse.engine.stack.StackId;
import java.time.Clock;
import java.util.function.Supplier;

/** The one place where the window's parts are made and put together. */
public final class Wiring {
  private static final StackId FIRST = new StackId("local-ai");

  private final Services services;
  private final UiTasks tasks;
  private final Clock clock;
  private final Commands commands = new Commands();
  private final ControllerFactory controllers = new ControllerFactory();
  private final CurrentStack current;
  private final Shell shell;
  private final Frame frame;
  private final StackActions actions;
  private final Remedies remedies;

  /** To be called on the UI thread. */
  public Wiring(Services services, UiTasks tasks, Outside outside, Clock clock) {
    this.services = services;
    this.tasks = tasks;
    this.clock = clock;
    current = new CurrentStack(firstStack(services));
    ShellModels models =
        new ShellModels(
            new TopBarViewModel(services.stacks(), services.docker(), current, tasks),
            new JobTrayViewModel(services.jobs(), tasks.ui(), clock),
            new PaletteViewModel(commands, tasks));
    shell = new Shell(models, commands, tasks.ui(), ProductMark.view(28));
    frame = shell.frame(outside);
    actions = new StackActions(services.stacks(), tasks, frame.notices());
    remedies = new Remedies(actions, services.docker(), tasks, frame.navigator(), outside);
    new StackCommands(services.stacks(), current, actions, frame.navigator(), outside)
        .addTo(commands);
    addScreens();
    new ChatCommands(services.chats(), frame.navigator()).addTo(commands);
    addSettingCommands();
    UiFeed<Problem> notices =
        new UiFeed<>(tasks.ui(), batch -> batch.forEach(frame.notices()::problem));
    services.notices().subscribe(notices);
  }

  public Shell shell() {
    return shell;
  }

  public Frame frame() {
    return frame;
  }

  private void addScreens() {
    add(ScreenName.HOME, HomeView.class, this::home);
    add(ScreenName.STATUS, StatusView.class, this::status);
    add(ScreenName.LOGS, LogsView.class, this::logs);
    add(ScreenName.BACKUPS, BackupsView.class, this::backups);
    add(ScreenName.CHAT, ChatView.class, this::chat);
    add(ScreenName.MODELS, ModelsView.class, this::models);
    add(ScreenName.GATEWAY, GatewayView.class, this::gateway);
    add(ScreenName.DOCTOR, DoctorView.class, this::doctor);
    add(ScreenName.SETTINGS, SettingsView.class, this::settings);
  }

  private HomeView home() {
    HomeServices read =
        new HomeServices(
            services.stacks(),
            services.docker(),
            services.backups(),
            services.metrics(),
            services.models());
    return new HomeView(new HomeViewModel(read, current, tasks, actions, remedies, clock), frame);
  }

  private StatusView status() {
    StatusViewModel model =
        new StatusViewModel(
            services.stacks(), services.metrics(), services.docker(), current, tasks, clock);
    return new StatusView(model, new ServiceActions(model, actions, remedies, frame), frame);
  }

  private LogsView logs() {
    LogsViewModel model =
        new LogsViewModel(
            services.logs(), services.stacks(), services.docker(), current, tasks, actions);
    return new LogsView(
        model,
        frame,
        clock,
        () -> FileQuestion.save(shell.root(), "Save the logs", current.get() + ".log"));
  }

  private ChatView chat() {
    return new ChatView(
        new ChatViewModel(services.chats(), services.models(), tasks), frame, clock);
  }

  private BackupsView backups() {
    return new BackupsView(
        new BackupsViewModel(services.backups(), current, tasks, clock), frame, clock);
  }

  private SettingsView settings() {
    return new SettingsView(
        new SettingsViewModel(
            services.settings(), services.secrets(), services.providers(), services.home(), tasks),
        frame);
  }

  private ModelsView models() {
    return new ModelsView(
        new ModelsViewModel(services.models(), services.stacks(), tasks), frame, clock);
  }

  private GatewayView gateway() {
    return new GatewayWiring(services, tasks, frame, clock, shell::root).view();
  }

  private DoctorView doctor() {
    return new DoctorView(
        new DoctorViewModel(services.doctor(), services.docker(), current, tasks), frame);
  }

  private <V extends Screen> void add(ScreenName name, Class<V> view, Supplier<V> maker) {
    controllers.register(view, maker);
    shell.register(name, () -> controllers.load(view));
  }

  private void addSettingCommands() {
    theme("Use the light theme", Settings.Theme.LIGHT);
    theme("Use the dark theme", Settings.Theme.DARK);
    theme("Use the system's theme", Settings.Theme.SYSTEM);
  }

  private void theme(String words, Settings.Theme theme) {
    commands.add(
        new Command(
            words,
            "Setting",
            () ->
                tasks.load(
                    words,
                    () -> services.settings().update(settings -> settings.withTheme(theme)),
                    done -> {},
                    frame.notices()::problem)));
  }

  private static StackId firstStack(Services services) {
    return services.stacks().list().stream().map(Stack::id).findFirst().orElse(FIRST);
  }
}
