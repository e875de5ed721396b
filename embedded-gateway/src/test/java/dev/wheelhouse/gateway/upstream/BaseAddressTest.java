// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.UnknownHostException;
import okhttp3.Dns;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where an upstream may be. */
class BaseAddressTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1:11434",
        "http://localhost:11434/",
        "http://[::1]:11434",
        "http://192.168.1.5:11434/v1",
        "http://10.0.0.7",
        "http://172.16.0.1:8000/v1",
        "http://[fd00::1]:8000",
        "https://api.openai.com/v1",
        "https://203.0.113.9/v1"
      })
  void acceptsThisMachinePrivateNetworksAndHttps(String address) {
    assertThat(BaseAddress.of(URI.create(address)).display()).startsWith("http");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://203.0.113.9/v1",
        "http://8.8.8.8",
        "http://169.254.169.254/latest",
        "https://169.254.169.254/latest",
        "http://[fe80::1]/",
        "https://[fe80::1]/",
        "http://[2001:db8::1]/",
        "http://metadata.google.internal/",
        "https://METADATA.google.internal/",
        "http://user:secret-word@127.0.0.1/",
        "http://user@127.0.0.1/",
        "http://127.0.0.1/?key=secret-word",
        "http://127.0.0.1/#x",
        "ftp://127.0.0.1/",
        "file:///etc/passwd",
        "127.0.0.1:11434",
        "http:///v1",
        "mailto:secret-word@example.com"
      })
  void refusesEverythingElseWithoutRepeatingSecrets(String address) {
    assertThatThrownBy(() -> BaseAddress.of(URI.create(address)))
        .isInstanceOf(IllegalArgumentException.class)
        .extracting(Throwable::getMessage)
        .asString()
        .doesNotContain("secret-word");
  }

  @ParameterizedTest
  @CsvSource({
    "http://2130706433:1/, 127.0.0.1",
    "http://0x7f000001:1/, 127.0.0.1",
    "http://127.1:1/, 127.0.0.1"
  })
  void treatsOddFormsOfAnAddressAsWhatTheyResolveTo(String address, String expected)
      throws UnknownHostException {
    BaseAddress base;
    try {
      base = BaseAddress.of(URI.create(address));
    } catch (IllegalArgumentException e) {
      return; // refused is as good
    }
    try {
      assertThat(base.guarded(Dns.SYSTEM).lookup(base.host()))
          .allMatch(found -> found.getHostAddress().equals(expected));
    } catch (UnknownHostException e) {
      assertThat(e).isNotNull(); // a form that this system does not know leads nowhere
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://2852039166/", "http://0xA9FEA9FE/", "http://169.254.43518/"})
  void refusesOddFormsOfTheMetadataAddressAtTheConnection(String address) {
    assertThatThrownBy(
            () -> {
              BaseAddress base = BaseAddress.of(URI.create(address));
              base.guarded(Dns.SYSTEM).lookup(base.host());
            })
        .isInstanceOfAny(IllegalArgumentException.class, UnknownHostException.class);
  }

  @Test
  void checksAgainWhatANameResolvesTo() {
    // the look-up of a literal resolves nothing, so it stands for a name that changed its address
    BaseAddress near = BaseAddress.of(URI.create("http://model-server.example:8000"));
    assertThatThrownBy(() -> near.guarded(Dns.SYSTEM).lookup("203.0.113.9"))
        .isInstanceOf(UnknownHostException.class);
    assertThatThrownBy(() -> near.guarded(Dns.SYSTEM).lookup("169.254.169.254"))
        .isInstanceOf(UnknownHostException.class);
    BaseAddress far = BaseAddress.of(URI.create("https://api.example/v1"));
    assertThatThrownBy(() -> far.guarded(Dns.SYSTEM).lookup("169.254.169.254"))
        .isInstanceOf(UnknownHostException.class);
  }
}
