// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/output_pattern.h"

#include "engine/base/error.h"
#include "engine/imaging/codec.h"

#include <cctype>
#include <unistd.h>

namespace underpaint::app {

OutputPattern::OutputPattern(const std::string& text) {
    const auto fail = [&] {
        throw Error("the name has a percent sign that is no number", text,
                    "Write %03d once for the number of the photo, and %% for a percent sign");
    };
    for (std::size_t i = 0; i < text.size(); ++i) {
        std::string& part = m_numbered ? m_after : m_before;
        if (text[i] != '%') {
            part += text[i];
            continue;
        }
        if (i + 1 < text.size() && text[i + 1] == '%') {
            part += '%';
            ++i;
            continue;
        }
        std::size_t end = i + 1;
        while (end < text.size() && std::isdigit(static_cast<unsigned char>(text[end])) != 0) {
            ++end;
        }
        if (m_numbered || end >= text.size() || text[end] != 'd' || end - i > 3) {
            fail();
        }
        m_numbered = true;
        m_digits = end == i + 1 ? 0 : std::stoi(text.substr(i + 1, end - i - 1));
        i = end;
    }
}

std::filesystem::path OutputPattern::name(int number) const {
    if (!m_numbered) {
        return m_before;
    }
    std::string digits = std::to_string(number);
    if (digits.size() < static_cast<std::size_t>(m_digits)) {
        digits.insert(0, static_cast<std::size_t>(m_digits) - digits.size(), '0');
    }
    return m_before + digits + m_after;
}

namespace {

void checkPlace(const std::filesystem::path& path) {
    const std::filesystem::path folder = path.has_parent_path() ? path.parent_path() : ".";
    if (!std::filesystem::is_directory(folder)) {
        throw Error("the folder does not exist", path.string(), "Make it, or choose another -o");
    }
    if (std::filesystem::is_directory(path)) {
        throw Error("is a folder", path.string(), "Name a file with -o");
    }
    if (::access(folder.c_str(), W_OK) != 0) {
        throw Error("the folder cannot be written to", path.string(), "Choose another -o");
    }
}

} // namespace

void checkVideoOutput(const std::filesystem::path& path) {
    checkPlace(path);
}

void checkPhotoOutput(const std::filesystem::path& path) {
    checkPlace(path);
    if (!imaging::hasImageExtension(path)) {
        throw Error("is no name of a picture", path.string(),
                    "Pictures end in .png, .jpg, .tif, .bmp or .ppm (of `render` also in .ora)");
    }
}

} // namespace underpaint::app
