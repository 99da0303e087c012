// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/run/event.h"

#include <functional>
#include <optional>

namespace underpaint::run {

/// How an action ended, with the reason if it failed.
struct Ending {
    Outcome outcome = Outcome::Done;
    std::optional<RenderFailure> failure;
};

/// The border of the engine thread: runs `action`; whatever it throws becomes a value.
Ending ended(const std::function<void()>& action) noexcept;

} // namespace underpaint::run
