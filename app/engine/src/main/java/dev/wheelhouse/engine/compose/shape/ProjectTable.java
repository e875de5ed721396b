// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.compose.shape;

/** The keys beside the services, as the Compose specification lists them; see {@link Shape}. */
final class ProjectTable {
  static final String TABLE =
      """
          version text
          name text
          include items
          include.* struct/text
          include.*.env_file texts
          include.*.path texts
          include.*.project_directory text
          networks named
          networks.* struct/null
          networks.*.attachable flag
          networks.*.driver text
          networks.*.driver_opts options
          networks.*.enable_ipv4 flag+
          networks.*.enable_ipv6 flag
          networks.*.external flag/struct
          networks.*.external.name text
          networks.*.internal flag
          networks.*.ipam bag
          networks.*.ipam.config items
          networks.*.ipam.config.* struct
          networks.*.ipam.config.*.aux_addresses options
          networks.*.ipam.config.*.gateway text
          networks.*.ipam.config.*.ip_range text
          networks.*.ipam.config.*.subnet text
          networks.*.ipam.driver text
          networks.*.ipam.options options
          networks.*.labels pairs
          networks.*.name text
          volumes named
          volumes.* struct/null
          volumes.*.driver text
          volumes.*.driver_opts options
          volumes.*.external flag/struct
          volumes.*.external.name text
          volumes.*.labels pairs
          volumes.*.name text
          secrets named
          secrets.* struct
          secrets.*.driver text
          secrets.*.driver_opts options
          secrets.*.environment text
          secrets.*.external flag/struct
          secrets.*.external.name text
          secrets.*.file text
          secrets.*.labels pairs
          secrets.*.name text
          secrets.*.template_driver text
          configs named
          configs.* struct
          configs.*.content text
          configs.*.environment text
          configs.*.external flag/struct
          configs.*.external.name text
          configs.*.file text
          configs.*.labels pairs
          configs.*.name text
          configs.*.template_driver text
          models named
          models.* any
      """;

  private ProjectTable() {}
}
