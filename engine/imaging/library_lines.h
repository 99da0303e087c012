// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace underpaint::imaging {

/// While it lives, what libraries say on standard error from this thread is collected instead:
/// OpenCV, libjpeg and libtiff print lines of their own about damaged pictures, and a user should
/// read one message, ours. What other threads say goes its way.
class LibraryLines {
public:
    LibraryLines();
    ~LibraryLines();
    LibraryLines(const LibraryLines&) = delete;
    LibraryLines& operator=(const LibraryLines&) = delete;

    /// All that was said so far.
    const std::string& text() const { return m_text; }

private:
    std::string m_text;
    std::string* m_outer;
};

} // namespace underpaint::imaging
