// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.desktop.text.markdown;

import java.net.IDN;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;

/**
 * A web address that may be offered to the user. Only http and https with a host and without a user
 * name pass; the host is shown as it is looked up (punycode), so that no letter can pretend to be
 * another.
 *
 * @param url the whole address, to be shown in full
 * @param host where it leads
 */
public record WebAddress(String url, String host) {
  private static final int LONGEST = 2000;

  /** Empty for every other scheme, for malformed addresses and for those with a user name. */
  public static Optional<WebAddress> parse(String text) {
    if (text.length() > LONGEST || !text.equals(VisibleText.of(text))) {
      return Optional.empty();
    }
    try {
      URI uri = new URI(text.replace(" ", "%20"));
      String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
      String authority = uri.getRawAuthority();
      if (!(scheme.equals("http") || scheme.equals("https"))
          || authority == null
          || authority.contains("@")) {
        return Optional.empty();
      }
      return of(uri, scheme, authority);
    } catch (URISyntaxException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Optional<WebAddress> of(URI uri, String scheme, String authority) {
    String ascii = authority.startsWith("[") ? authority : IDN.toASCII(authority);
    String host = ascii.replaceFirst(":\\d*$", "");
    if (host.isEmpty()) {
      return Optional.empty();
    }
    String rest = uri.toASCIIString().substring(uri.toASCIIString().indexOf(':') + 3);
    int path = indexOfPath(rest);
    return Optional.of(new WebAddress(scheme + "://" + ascii + rest.substring(path), host));
  }

  private static int indexOfPath(String afterSlashes) {
    for (int i = 0; i < afterSlashes.length(); i++) {
      char c = afterSlashes.charAt(i);
      if (c == '/' || c == '?' || c == '#') {
        return i;
      }
    }
    return afterSlashes.length();
  }
}
