// SPDX-License-Identifier: Apache-2.0
/** Changing the models of an Ollama on this machine: pull, push, create, copy, delete, blobs. */
@NullMarked
package dev.wheelhouse.gateway.api.store;

import org.jspecify.annotations.NullMarked;
