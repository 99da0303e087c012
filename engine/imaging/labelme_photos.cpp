// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/imaging/labelme_photos.h"

#include "engine/base/error.h"
#include "engine/base/mapped_file.h"
#include "engine/imaging/codec.h"
#include "engine/imaging/folder_walk.h"
#include "engine/imaging/name_forms.h"

#include <algorithm>
#include <cctype>
#include <nlohmann/json.hpp>
#include <system_error>
#include <utility>

namespace underpaint::imaging {

namespace {

namespace fs = std::filesystem;
using nlohmann::json;

std::string_view textOf(const MappedFile& file) {
    const auto bytes = file.bytes();
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

/// Waits for the text under the key imagePath of the outermost object, then stops the parser.
class ImagePathReader final : public nlohmann::json_sax<json> {
public:
    std::optional<std::string> found;

    bool null() override { return true; }
    bool boolean(bool /*value*/) override { return true; }
    bool number_integer(number_integer_t /*value*/) override { return true; }
    bool number_unsigned(number_unsigned_t /*value*/) override { return true; }
    bool number_float(number_float_t /*value*/, const string_t& /*text*/) override { return true; }
    bool binary(binary_t& /*value*/) override { return true; }
    bool string(string_t& value) override {
        if (m_depth != 1 || !m_wanted) {
            return true;
        }
        found = std::move(value);
        return false;
    }
    bool start_object(std::size_t /*size*/) override { return begin(); }
    bool start_array(std::size_t /*size*/) override { return begin(); }
    bool end_object() override { return end(); }
    bool end_array() override { return end(); }
    bool key(string_t& name) override {
        m_wanted = m_depth == 1 && name == "imagePath";
        return true;
    }
    bool parse_error(std::size_t /*place*/, const std::string& /*token*/,
                     const json::exception& /*failure*/) override {
        return false;
    }

private:
    bool begin() {
        ++m_depth;
        return true;
    }
    bool end() {
        --m_depth;
        return true;
    }

    int m_depth = 0;
    bool m_wanted = false;
};

/// The names of an imagePath with either slash, without a drive and without ".".
std::vector<std::string> partsOf(std::string_view path) {
    const bool drive = path.size() >= 2 && path[1] == ':' &&
                       std::isalpha(static_cast<unsigned char>(path[0])) != 0;
    std::vector<std::string> parts{""};
    for (const char c : path.substr(drive ? 2 : 0)) {
        if (c == '/' || c == '\\') {
            parts.emplace_back();
        } else {
            parts.back() += c;
        }
    }
    std::erase_if(parts, [](const std::string& part) { return part.empty() || part == "."; });
    return parts;
}

bool isAbsolute(std::string_view path) {
    return path.starts_with('/') || path.starts_with('\\') || (path.size() > 1 && path[1] == ':');
}

bool isPicture(const fs::path& path) {
    std::error_code ignored;
    return hasImageExtension(path) && fs::is_regular_file(path, ignored);
}

bool isBelow(const fs::path& path, const fs::path& folder) {
    const fs::path relative = path.lexically_relative(folder);
    return !relative.empty() && *relative.begin() != "..";
}

/// How many names at the end of the path are those of imagePath.
std::size_t commonEnd(const fs::path& path, const std::vector<std::string>& parts) {
    std::size_t count = 0;
    fs::path rest = path;
    for (auto part = parts.rbegin(); part != parts.rend(); ++part, rest = rest.parent_path()) {
        if (foldedName(rest.filename().string()) != foldedName(*part)) {
            break;
        }
        ++count;
    }
    return count;
}

} // namespace

std::optional<std::string> labelmeImagePath(std::string_view document) {
    ImagePathReader reader;
    (void)json::sax_parse(document, &reader);
    return std::move(reader.found);
}

std::optional<std::string> labelmeImagePath(const fs::path& file) {
    try {
        const MappedFile mapped(file);
        return labelmeImagePath(textOf(mapped));
    } catch (const Error&) {
        return std::nullopt; // who reads it for good says why
    }
}

bool isLabelmeFile(const fs::path& file) {
    return holdsText(file, "\"shapes\"");
}

bool holdsText(const fs::path& file, std::string_view text) {
    try {
        const MappedFile mapped(file);
        return textOf(mapped).find(text) != std::string_view::npos;
    } catch (const Error&) {
        return false;
    }
}

LabelmePhotos::LabelmePhotos(fs::path folder)
    : m_given(std::move(folder)), m_folder(fs::absolute(m_given).lexically_normal()) {
    if (!m_folder.has_filename()) {
        m_folder = m_folder.parent_path(); // of a name that ends in a slash
    }
}

LabelmePhotos::Found LabelmePhotos::find(const fs::path& file, std::string_view imagePath) {
    const std::vector<std::string> parts = partsOf(imagePath);
    const bool whole = imagePath.find('\0') == std::string_view::npos;
    if (parts.empty() || parts.back() == ".." || !whole) {
        return {};
    }
    if (!isAbsolute(imagePath)) {
        if (fs::path photo = direct(file, parts); !photo.empty()) {
            return {shown(photo), {}};
        }
    }
    std::size_t best = 0;
    std::vector<fs::path> candidates;
    for (const fs::path& path : named(parts.back())) {
        const std::size_t common = commonEnd(path, parts);
        if (common < 2 && !isBelow(path, m_folder)) {
            continue; // beside our folder a file name alone is no evidence
        }
        if (common > best) {
            candidates.clear();
        }
        if (common >= best) {
            candidates.push_back(path);
        }
        best = std::max(best, common);
    }
    if (candidates.size() == 1) {
        return {shown(candidates.front()), {}};
    }
    const std::string told = "its imagePath names the photo " + std::string(imagePath);
    return {{},
            candidates.empty()
                ? told + ", which is not there"
                : told + ", and there are several of that name: " + shown(candidates[0]).string() +
                      ", " + shown(candidates[1]).string()};
}

fs::path LabelmePhotos::shown(const fs::path& path) const {
    return isBelow(path, m_folder) ? m_given / path.lexically_relative(m_folder) : path;
}

fs::path LabelmePhotos::direct(const fs::path& file, const std::vector<std::string>& parts) const {
    fs::path path = fs::absolute(file).parent_path();
    for (const std::string& part : parts) {
        path /= part;
    }
    path = path.lexically_normal();
    return isBelow(path, m_folder.parent_path()) && isPicture(path) ? path : fs::path();
}

std::vector<fs::path> LabelmePhotos::named(const std::string& name) {
    if (!m_indexed) {
        m_indexed = true;
        addPictures(m_folder, true);
        const fs::path above = m_folder.parent_path();
        for (const std::string& beside : visibleFolders(above)) {
            if (above / beside != m_folder) {
                addPictures(above / beside, false);
            }
        }
    }
    const auto found = m_pictures.find(foldedName(name));
    return found != m_pictures.end() ? found->second : std::vector<fs::path>();
}

void LabelmePhotos::addPictures(const fs::path& folder, bool below) {
    try {
        for (const fs::path& path : visibleFiles(folder, below ? Depth::Tree : Depth::Folder)) {
            if (hasImageExtension(path)) {
                m_pictures[foldedName(path.filename().string())].push_back(path);
            }
        }
    } catch (const Error&) {
        return; // a folder beside ours that we may not read is none of ours
    }
}

fs::path labelmePhoto(const fs::path& file) {
    for (const char* extension : {".jpg", ".JPG", ".jpeg", ".png", ".PNG", ".bmp", ".tif"}) {
        fs::path beside = file;
        if (isPicture(beside.replace_extension(extension))) {
            return beside;
        }
    }
    const auto imagePath = labelmeImagePath(file);
    const fs::path folder = file.has_parent_path() ? file.parent_path() : fs::path(".");
    return imagePath ? LabelmePhotos(folder).find(file, *imagePath).photo : fs::path();
}

std::optional<Size> labelmePhotoSize(const fs::path& file) {
    try {
        const fs::path photo = labelmePhoto(file);
        return photo.empty() ? std::nullopt : std::optional(readImageHeader(photo).uprightSize());
    } catch (const Error&) {
        return std::nullopt; // who reads it for good says why
    }
}

} // namespace underpaint::imaging
