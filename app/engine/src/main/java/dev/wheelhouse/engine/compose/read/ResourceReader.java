// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.compose.read;

import dev.wheelhouse.engine.compose.ComposeService.DeviceRequest;
import dev.wheelhouse.engine.compose.ComposeService.HostDevice;
import dev.wheelhouse.engine.compose.ComposeService.Logging;
import dev.wheelhouse.engine.compose.ComposeService.Resources;
import dev.wheelhouse.engine.compose.ComposeService.Restart;
import dev.wheelhouse.engine.compose.ComposeService.Rights;
import dev.wheelhouse.engine.compose.ComposeService.Surroundings;
import dev.wheelhouse.engine.compose.ComposeService.Ulimit;
import dev.wheelhouse.engine.compose.tree.Tree;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Limits, rights, restart and logging of a service. */
final class ResourceReader {
  /** Parts of {@code deploy} that only a cluster reads. */
  private static final List<String> SWARM =
      List.of("mode", "endpoint_mode", "labels", "update_config", "rollback_config", "placement");

  private final Trust trust;
  private final List<String> notices;

  ResourceReader(Trust trust, List<String> notices) {
    this.trust = trust;
    this.notices = notices;
  }

  /** The old keys and those below {@code deploy} mean the same; both at once must agree. */
  Resources resources(Fields service) {
    Fields deploy = service.child("deploy");
    Fields resources = deploy.child("resources");
    Fields limits = resources.child("limits");
    long memory = one(service, "mem_limit", service.bytes("mem_limit"), limits.bytes("memory"));
    long cpus = one(service, "cpus", service.nanoCpus("cpus"), limits.nanoCpus("cpus"));
    long pids =
        one(service, "pids_limit", service.number("pids_limit", 0), limits.number("pids", 0));
    limits.done();
    deploy.get("replicas");
    deploy.get("restart_policy");
    reservations(resources.child("reservations"));
    for (String key : SWARM) {
      ServiceReader.leftOut(deploy, key, "one engine has one machine", notices);
    }
    resources.done();
    deploy.done();
    return new Resources(memory, cpus, pids, service.bytes("shm_size"), ulimits(service));
  }

  /** A share of processors cannot be set aside on one engine. */
  private void reservations(Fields reserved) {
    reserved.get("memory");
    reserved.get("devices");
    ServiceReader.leftOut(reserved, "cpus", "only a cluster sets processors aside", notices);
    reserved.done();
  }

  private static long one(Fields service, String key, long old, long fresh) {
    if (old != 0 && fresh != 0 && old != fresh) {
      throw service.place(key).invalid(key + " and deploy.resources.limits say different things");
    }
    return old != 0 ? old : fresh;
  }

  private static List<Ulimit> ulimits(Fields service) {
    Fields limits = service.child("ulimits");
    List<Ulimit> result = new ArrayList<>();
    for (String name : limits.names()) {
      Tree value = limits.get(name).orElseThrow(() -> limits.place(name).invalid("no value"));
      if (value instanceof Tree.Leaf) {
        result.add(new Ulimit(name, Fields.number(value), Fields.number(value)));
      } else {
        Fields ends = Fields.of(value);
        result.add(new Ulimit(name, ends.number("soft", 0), ends.number("hard", 0)));
        ends.done();
      }
    }
    return List.copyOf(result);
  }

  Rights rights(Fields service) {
    if (service.flag("privileged", false)) {
      throw service
          .place("privileged")
          .invalid("privileged gives a container the whole machine and is not allowed");
    }
    List<String> capAdd = service.texts("cap_add");
    capAdd.forEach(name -> trust.checkCapability(name, service.place("cap_add")));
    List<String> options = service.texts("security_opt");
    options.forEach(option -> trust.checkSecurityOption(option, service.place("security_opt")));
    return new Rights(
        false,
        service.flag("read_only", false),
        capAdd,
        service.texts("cap_drop"),
        options,
        service.pairs("sysctls"),
        extraHosts(service),
        surroundings(service));
  }

  /** The old key and the one below {@code deploy} mean the same. */
  private Surroundings surroundings(Fields service) {
    Fields reserved = service.child("deploy").child("resources").child("reservations");
    long reservation = Math.max(service.bytes("mem_reservation"), reserved.bytes("memory"));
    return new Surroundings(
        service.textOrTexts("dns"),
        service.textOrTexts("dns_search"),
        service.texts("dns_opt"),
        service.texts("group_add"),
        service.text("domainname", ""),
        service.flag("tty", false),
        service.flag("stdin_open", false),
        service.number("oom_score_adj", 0),
        reservation,
        service.number("cpu_shares", 0),
        service.text("cpuset", ""),
        devices(service, reserved),
        hostDevices(service));
  }

  private List<HostDevice> hostDevices(Fields service) {
    List<HostDevice> result = new ArrayList<>();
    for (Tree item : service.row("devices")) {
      trust.checkDevice(item.place());
      Fields device = Fields.of(item);
      String source = device.text("source", "");
      result.add(
          new HostDevice(source, device.text("target", source), device.text("permissions", "rwm")));
      device.done();
    }
    return result;
  }

  private List<DeviceRequest> devices(Fields service, Fields reserved) {
    List<DeviceRequest> result = new ArrayList<>();
    reserved.row("devices").forEach(item -> result.add(device(item, List.of())));
    service.row("gpus").forEach(item -> result.add(device(item, List.of("gpu"))));
    return result;
  }

  /** One request; it asks for the given capabilities too. */
  private DeviceRequest device(Tree item, List<String> always) {
    trust.checkDevice(item.place());
    Fields fields = Fields.of(item);
    Set<String> capabilities = new LinkedHashSet<>(fields.texts("capabilities"));
    capabilities.addAll(always);
    if (fields.has("count") && fields.has("device_ids")) {
      throw item.place().invalid("count and device_ids are exclusive; give one of them");
    }
    boolean all = fields.text("count", "").equalsIgnoreCase("all");
    DeviceRequest result =
        new DeviceRequest(
            fields.text("driver", ""),
            all ? -1 : fields.number("count", 0),
            fields.texts("device_ids"),
            List.copyOf(capabilities),
            fields.pairs("options"));
    fields.done();
    return result;
  }

  private static List<String> extraHosts(Fields service) {
    List<String> result = new ArrayList<>();
    service.get("extra_hosts").ifPresent(value -> hosts(service, value, result));
    return List.copyOf(result);
  }

  private static void hosts(Fields service, Tree value, List<String> into) {
    if (value instanceof Tree.Branch) {
      service.pairs("extra_hosts").forEach((host, address) -> into.add(host + ":" + address));
    } else {
      service.texts("extra_hosts").forEach(line -> into.add(line.replaceFirst("=", ":")));
    }
  }

  /** What {@code deploy} says counts where {@code restart} says nothing. */
  static Restart restart(Fields service, List<String> notices) {
    Fields policy = service.child("deploy").child("restart_policy");
    if (!service.has("restart") && !policy.names().isEmpty()) {
      ServiceReader.leftOut(policy, "delay", "the engine waits longer each time", notices);
      ServiceReader.leftOut(policy, "window", "the engine has a window of its own", notices);
      String name =
          switch (policy.text("condition", "any")) {
            case "none", "no" -> "no";
            case "any", "always" -> "always";
            case "on-failure" -> "on-failure";
            case "unless-stopped" -> "unless-stopped";
            default ->
                throw policy
                    .place("condition")
                    .invalid("the condition must be none, on-failure or any");
          };
      long retries = name.equals("on-failure") ? policy.number("max_attempts", 0) : 0;
      return new Restart(name, Math.toIntExact(retries));
    }
    return restart(service);
  }

  private static Restart restart(Fields service) {
    String text = service.text("restart", "no");
    String policy = text.replaceFirst(":\\d+$", "");
    if (!List.of("no", "always", "on-failure", "unless-stopped").contains(policy)) {
      throw service
          .place("restart")
          .invalid("restart must be no, always, on-failure or unless-stopped");
    }
    int retries =
        text.length() > policy.length() ? Integer.parseInt(text.substring(policy.length() + 1)) : 0;
    return new Restart(policy, retries);
  }

  static Logging logging(Fields service) {
    if (service.get("logging").isEmpty()) {
      return new Logging("", Map.of());
    }
    Fields logging = service.child("logging");
    Logging result = new Logging(logging.text("driver", ""), logging.pairs("options"));
    logging.done();
    return result;
  }
}
