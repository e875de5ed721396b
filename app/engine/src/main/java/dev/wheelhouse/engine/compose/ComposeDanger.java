// SPDX-License-Identifier: Apache-2.0
package dev.wheelhouse.engine.compose;

/**
 * Something in a Compose file that reaches beyond its containers. People see it before they say
 * whether the file may run; some of it is refused whatever they say.
 *
 * @param file seen from the project's folder
 * @param line from 1
 * @param key path of keys, such as {@code services.web.privileged}
 * @param what what the file asks for
 * @param why what it could do with that
 */
public record ComposeDanger(String file, int line, String key, String what, String why) {}
