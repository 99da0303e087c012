// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <utility>

namespace underpaint::translate {

/// Runs `action`. What LibTorch and the allocator throw leaves as an Error with a remedy; Error and
/// Cancelled pass. The one place of the engine where foreign exceptions are translated.
void atTorchBorder(const std::function<void()>& action);

/// The same for an action with a result (which must be default-constructible).
template<class Action>
auto guarded(Action&& action) {
    decltype(action()) result{};
    atTorchBorder([&] { result = std::forward<Action>(action)(); });
    return result;
}

} // namespace underpaint::translate
