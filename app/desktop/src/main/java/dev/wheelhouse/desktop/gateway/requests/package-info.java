// SPDX-License-Identifier: Apache-2.0
/** The section Requests: what the gateway answered, and where the time went. */
@NullMarked
package dev.wheelhouse.desktop.gateway.requests;

import org.jspecify.annotations.NullMarked;
