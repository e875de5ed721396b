// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.backup.format;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What a backup holds and what is known of it; written last, as {@code manifest.json}.
 *
 * @param format version of this format; {@link #FORMAT} is the only one known
 * @param backup name of the backup, which is also its folder
 * @param application name and version of what wrote it
 * @param note the user's own words
 * @param skew says in words that the services were not captured at one moment
 * @param notCovered the services that this backup does not hold, with the reason
 */
public record Manifest(
    int format,
    String backup,
    String stack,
    String application,
    Instant startedAt,
    Instant endedAt,
    String note,
    String skew,
    List<Service> services,
    List<Omission> notCovered) {
  /** The one version of the format. */
  public static final int FORMAT = 1;

  public Manifest {
    Objects.requireNonNull(backup, "backup");
    Objects.requireNonNull(stack, "stack");
    Objects.requireNonNull(application, "application");
    Objects.requireNonNull(startedAt, "startedAt");
    Objects.requireNonNull(endedAt, "endedAt");
    Objects.requireNonNull(note, "note");
    Objects.requireNonNull(skew, "skew");
    services = List.copyOf(services);
    notCovered = List.copyOf(notCovered);
  }

  /** Every member of every service, in the order written. */
  @JsonIgnore
  public List<Member> members() {
    return services.stream().flatMap(service -> service.members().stream()).toList();
  }

  @JsonIgnore
  public long sizeBytes() {
    return members().stream().mapToLong(Member::size).sum();
  }

  @JsonIgnore
  public Duration took() {
    return Duration.between(startedAt, endedAt);
  }

  /** What the content of one service's part is worth as a moment in time. */
  public enum Consistency {
    /** One moment of a running server, taken by the server itself. */
    @JsonProperty("snapshot")
    SNAPSHOT,
    /** Copied while the server was stopped. */
    @JsonProperty("stopped")
    STOPPED,
    /** Copied from a running server without a snapshot. */
    @JsonProperty("live-not-point-in-time")
    LIVE
  }

  /**
   * The part of one service.
   *
   * @param kind postgres, redis, chroma
   * @param method how it was taken: {@code pg_dump}, {@code bgsave}, {@code stopped-copy}
   * @param counts what was counted, to be compared after a restore
   * @param owners object to owner, such as "wheelhouse table public.notes" to "app"
   * @param details what this kind needs to know for a restore
   * @param warnings what the tools said that was no error
   */
  public record Service(
      String service,
      String kind,
      String method,
      Consistency consistency,
      Instant startedAt,
      Instant endedAt,
      Source source,
      List<Count> counts,
      Map<String, String> owners,
      Map<String, String> details,
      List<String> warnings,
      List<Member> members) {
    public Service {
      Objects.requireNonNull(service, "service");
      Objects.requireNonNull(kind, "kind");
      Objects.requireNonNull(method, "method");
      Objects.requireNonNull(consistency, "consistency");
      Objects.requireNonNull(startedAt, "startedAt");
      Objects.requireNonNull(endedAt, "endedAt");
      Objects.requireNonNull(source, "source");
      counts = List.copyOf(counts);
      owners = Map.copyOf(owners);
      details = Map.copyOf(details);
      warnings = List.copyOf(warnings);
      members = List.copyOf(members);
    }
  }

  /**
   * Where the data came from.
   *
   * @param image reference as the stack names it
   * @param imageDigest empty for images that were built here
   * @param volume name of the volume at that time
   * @param path where the service mounts it
   * @param uid owner of the data inside the volume
   * @param dataBytes size of the data in the volume, to plan the room a restore needs
   */
  public record Source(
      String image,
      String imageId,
      String imageDigest,
      String serverVersion,
      String volume,
      String path,
      long uid,
      long gid,
      long dataBytes) {
    public Source {
      Objects.requireNonNull(image, "image");
      Objects.requireNonNull(imageId, "imageId");
      Objects.requireNonNull(imageDigest, "imageDigest");
      Objects.requireNonNull(serverVersion, "serverVersion");
      Objects.requireNonNull(volume, "volume");
      Objects.requireNonNull(path, "path");
    }
  }

  /** A number found at backup time, and what a restore must find. */
  public record Count(String name, long value, Rule rule) {
    /** How the number of a restore compares with this one. */
    public enum Rule {
      /** The same. */
      @JsonProperty("equal")
      EQUAL,
      /** At most this: keys that expire become fewer by themselves. */
      @JsonProperty("at-most")
      AT_MOST
    }

    public Count {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(rule, "rule");
    }

    public static Count equal(String name, long value) {
      return new Count(name, value, Rule.EQUAL);
    }

    public static Count atMost(String name, long value) {
      return new Count(name, value, Rule.AT_MOST);
    }
  }

  /**
   * One file of the backup.
   *
   * @param name path inside the folder, with slashes; made by Wheelhouse, never from data
   * @param kind {@code pg-dump}, {@code pg-globals}, {@code rdb}, {@code tar}
   * @param subject what it holds, such as a database's name
   * @param sha256 lower-case hexadecimal
   */
  public record Member(String name, String kind, String subject, long size, String sha256) {
    public Member {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(kind, "kind");
      Objects.requireNonNull(subject, "subject");
      Objects.requireNonNull(sha256, "sha256");
    }
  }

  /** A service that is not in the backup. */
  public record Omission(String service, String kind, String reason) {
    public Omission {
      Objects.requireNonNull(service, "service");
      Objects.requireNonNull(kind, "kind");
      Objects.requireNonNull(reason, "reason");
    }
  }
}
