// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.compose.read;

import dev.wheelhouse.engine.compose.ComposePort;
import dev.wheelhouse.engine.compose.tree.Place;
import dev.wheelhouse.engine.compose.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code ports}: short and long form. Only loopback addresses are allowed. */
final class PortReader {
  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "::1");
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{?([A-Za-z_][A-Za-z0-9_]*)");

  private PortReader() {}

  static List<ComposePort> read(Fields service, Trust trust, List<String> notices) {
    List<ComposePort> ports = new ArrayList<>();
    for (Tree item : service.row("ports")) {
      ports.add(longForm(Fields.of(item), trust, notices));
    }
    return ports;
  }

  private static ComposePort longForm(Fields fields, Trust trust, List<String> notices) {
    Place place = fields.place();
    String published = fields.text("published", "0");
    String mode = fields.text("mode", "host");
    if (!mode.equals("host") && !mode.equals("ingress")) {
      throw fields.place("mode").invalid("the mode must be host or ingress");
    }
    fields.get("name");
    fields.get("app_protocol");
    String[] ends = published.split("-", 2);
    int hostPort = port(ends[0], fields.place("published"));
    int lastPort = ends.length > 1 ? port(ends[1], fields.place("published")) : hostPort;
    String raw =
        fields
            .get("published")
            .map(tree -> tree instanceof Tree.Leaf leaf ? leaf.raw() : "")
            .orElse("");
    ComposePort result =
        new ComposePort(
            address(fields, trust, notices),
            hostPort,
            lastPort,
            port(fields.text("target", ""), fields.place("target")),
            protocol(fields.textOrNull("protocol"), place),
            variable(raw));
    fields.done();
    return result;
  }

  /**
   * A file that names no address means every address. Files of this machine's user get the
   * loopback, and a word about it.
   */
  private static String address(Fields port, Trust trust, List<String> notices) {
    String address = port.text("host_ip", "");
    if (address.isEmpty() && trust != Trust.IMPORTED) {
      Place place = port.place();
      notices.add(
          "%s:%d:%d: %s names no address and is published on 127.0.0.1 only"
              .formatted(place.file(), place.line(), place.column(), place.key()));
      return "127.0.0.1";
    }
    return loopback(address, port.place());
  }

  /** Docker's rules come before the firewall's: any other address is open to the network. */
  private static String loopback(String address, Place place) {
    if (!LOOPBACK.contains(address)) {
      String where = address.isEmpty() || address.equals("0.0.0.0") ? "every address" : address;
      throw place.invalid(
          "the port is published on " + where + "; only 127.0.0.1 and ::1 are allowed",
          "Write 127.0.0.1 before the port, as in 127.0.0.1:8080:80.");
    }
    return address;
  }

  private static String protocol(@org.jspecify.annotations.Nullable String text, Place place) {
    if (text == null || text.equals("tcp")) {
      return "tcp";
    }
    if (text.equals("udp")) {
      return "udp";
    }
    throw place.invalid("the protocol must be tcp or udp");
  }

  private static int port(String text, Place place) {
    try {
      int port = Integer.parseInt(text.strip());
      if (port >= 0 && port <= 65535) {
        return port;
      }
    } catch (NumberFormatException e) {
      throw place.invalid("\"" + text + "\" is no port");
    }
    throw place.invalid(text + " is no port: ports go from 1 to 65535");
  }

  private static String variable(String raw) {
    Matcher matcher = VARIABLE.matcher(raw);
    return matcher.find() ? matcher.group(1) : "";
  }
}
