// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/plane.h"

namespace underpaint::run {

/// A change of one frame in those that are painted from it: whether it is still to be seen is
/// measured in each of them.
class FadingChange {
public:
    /// A frame is not what it was.
    void begin();
    /// One before may not be what it was.
    void goOn() { m_lasts = true; }
    void end() { m_lasts = false; }
    /// The next frame as it was and as it is painted now. A few in a row without a difference that
    /// anybody sees end it.
    void compare(const Image& old, const Image& photo);
    /// The next frame has to be painted again.
    bool lasts() const { return m_lasts; }

private:
    bool m_lasts = false;
    int m_calm = 0; ///< frames that stayed the same since
};

/// Gives the new photo what was there before where nobody sees a difference.
void keepUnchanged(const Image& old, Image& photo);

} // namespace underpaint::run
