// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/cancel_token.h"
#include "engine/base/progress.h"

#include <cstddef>
#include <functional>
#include <string_view>

namespace underpaint::imaging {

/// Runs work(0) ... work(count - 1) on `threads` threads (0: as many as cores). Items start in
/// order and may end in any. The first exception stops the rest and is thrown here; Cancelled is
/// thrown when the token says so. `progress` is called by one thread at a time.
void forEachItem(std::size_t count, int threads, const CancelToken& cancel,
                 const ProgressSink& progress, std::string_view stage,
                 const std::function<void(std::size_t)>& work);

} // namespace underpaint::imaging
