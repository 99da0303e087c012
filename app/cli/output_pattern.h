// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>

namespace underpaint::app {

/// The file names of several outputs: "photo_%03d.png" is photo_001.png, photo_002.png … ("%%" is
/// a percent sign). Throws Error for anything else after a percent sign.
class OutputPattern {
public:
    explicit OutputPattern(const std::string& text);

    bool isNumbered() const { return m_numbered; }
    std::filesystem::path name(int number) const;

private:
    std::string m_before;
    std::string m_after;
    bool m_numbered = false;
    int m_digits = 0;
};

/// Throws Error unless a photo can be written there: the folder exists and may be written to, the
/// name is no folder and its extension that of a picture format. Checked before the work, not
/// after it.
void checkPhotoOutput(const std::filesystem::path& path);
/// The same of a video, whose name was found to be one.
void checkVideoOutput(const std::filesystem::path& path);

} // namespace underpaint::app
