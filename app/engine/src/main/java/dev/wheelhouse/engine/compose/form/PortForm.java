// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.compose.form;

import dev.wheelhouse.engine.compose.tree.Place;
import dev.wheelhouse.engine.compose.tree.Tree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The long forms of ports written as {@code [ADDRESS:][HOST:]CONTAINER[/PROTOCOL]}. */
final class PortForm {
  private static final Set<String> PROTOCOLS = Set.of("tcp", "udp", "sctp");
  private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|[0-9a-fA-F:.%]*:[0-9a-fA-F:.%]*");
  private static final String REMEDY =
      "Write CONTAINER, HOST:CONTAINER or ADDRESS:HOST:CONTAINER, such as 127.0.0.1:8080:80.";

  private static final int MOST_PORTS = 1000;

  private final Tree.Leaf leaf;
  private final Place place;

  private PortForm(Tree.Leaf leaf) {
    this.leaf = leaf;
    this.place = leaf.place();
  }

  /** One for each port of the range, in the order that Compose gives them: sorted as texts. */
  static List<Tree> of(Tree.Leaf leaf) {
    return new PortForm(leaf).read();
  }

  private List<Tree> read() {
    String text = leaf.asText().strip();
    int slash = text.lastIndexOf('/');
    String protocol = slash < 0 ? "tcp" : text.substring(slash + 1).toLowerCase(Locale.ROOT);
    String ports = slash < 0 ? text : text.substring(0, slash);
    int last = ports.lastIndexOf(':');
    String container = ports.substring(last + 1);
    String front = last < 0 ? "" : ports.substring(0, last);
    int middle = front.lastIndexOf(':');
    String host = front.substring(middle + 1);
    String address = middle < 0 ? "" : front.substring(0, middle).replaceAll("^\\[|]$", "");
    if (!PROTOCOLS.contains(protocol)
        || container.isEmpty()
        || (!address.isEmpty() && !ADDRESS.matcher(address).matches())) {
      throw place.invalid("\"" + leaf.text() + "\" is no port", REMEDY);
    }
    return ports(address, range(host), range(container), protocol);
  }

  private List<Tree> ports(String address, int[] host, int[] container, String protocol) {
    int length = container[1] - container[0];
    if (length >= MOST_PORTS) {
      throw place.invalid(
          "the range has " + (length + 1) + " ports",
          "Name fewer ports; one range has " + MOST_PORTS + " at most.");
    }
    boolean published = host[0] >= 0;
    boolean anyOf = published && length == 0 && host[1] > host[0];
    if (published && !anyOf && host[1] - host[0] != length) {
      throw place.invalid(
          "both ranges of ports must be of the same length",
          "Give the host as many ports as the container has.");
    }
    Map<String, Tree> sorted = new TreeMap<>();
    for (int i = 0; i <= length; i++) {
      Map<String, Tree> port = new LinkedHashMap<>();
      port.put("mode", text("ingress"));
      if (!address.isEmpty()) {
        port.put("host_ip", text(address));
      }
      port.put("target", Tree.Leaf.plain(place, container[0] + i));
      if (published) {
        port.put("published", text(anyOf ? host[0] + "-" + host[1] : String.valueOf(host[0] + i)));
      }
      port.put("protocol", text(protocol));
      sorted.put((container[0] + i) + "/" + protocol, new Tree.Branch(place, port));
    }
    return new ArrayList<>(sorted.values());
  }

  private Tree.Leaf text(String text) {
    return new Tree.Leaf(place, text, leaf.raw(), true);
  }

  private int[] range(String text) {
    if (text.isEmpty()) {
      return new int[] {-1, -1};
    }
    String[] ends = text.split("-", 2);
    int first = port(ends[0]);
    int last = ends.length > 1 ? port(ends[1]) : first;
    if (last < first) {
      throw place.invalid("\"" + text + "\" is no range of ports", REMEDY);
    }
    return new int[] {first, last};
  }

  private int port(String text) {
    if (text.matches("[0-9]{1,5}") && Integer.parseInt(text) <= 65535) {
      return Integer.parseInt(text);
    }
    throw place.invalid(
        "\"" + text + "\" is no port", "Ports go from 1 to 65535, such as 127.0.0.1:8080:80.");
  }
}
