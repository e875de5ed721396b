// SPDX-License-Identifier: Apache-2.0
/** What the log of requests tells over HTTP: entries, counts, exports, and users' feedback. */
@NullMarked
package dev.wheelhouse.gateway.api.data;

import org.jspecify.annotations.NullMarked;
