// SPDX-License-Identifier: Apache-2.0
/**
 * The Docker port over docker-java's transport. Requests and replies are the JSON of the engine's
 * own API documentation (1.41 and later): docker-java's typed model closes sets that the engine
 * leaves open (capabilities, log drivers), and one foreign container would then break every list.
 */
@NullMarked
package dev.wheelhouse.engine.docker.adapter;

import org.jspecify.annotations.NullMarked;
