// SPDX-License-Identifier: Apache-2.0
/** Commands about the engine, the gateway and this machine. */
@NullMarked
package dev.wheelhouse.cli.host;

import org.jspecify.annotations.NullMarked;
