// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/imaging/json_document.h"

#include "engine/base/error.h"
#include "engine/base/mapped_file.h"

#include <algorithm>
#include <cstddef>
#include <initializer_list>

namespace underpaint::imaging {

namespace {

using nlohmann::json;

unsigned byteAt(std::string_view text, std::size_t at) {
    return at < text.size() ? static_cast<unsigned char>(text[at]) : 0U;
}

/// How many bytes the UTF-8 character at `at` has; 0 where there is none. Overlong forms and
/// surrogates pass: this only tells encodings apart.
std::size_t characterBytes(std::string_view text, std::size_t at) {
    const unsigned lead = byteAt(text, at);
    const std::size_t count = lead < 0x80                    ? 1
                              : lead >= 0xC2 && lead <= 0xDF ? 2
                              : lead >= 0xE0 && lead <= 0xEF ? 3
                              : lead >= 0xF0 && lead <= 0xF4 ? 4
                                                             : 0;
    for (std::size_t i = 1; i < count; ++i) {
        if ((byteAt(text, at + i) & 0xC0U) != 0x80U) {
            return 0;
        }
    }
    return count;
}

/// The first byte that is not UTF-8.
std::optional<std::size_t> firstForeignByte(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t count = characterBytes(text, at);
        if (count == 0) {
            return at;
        }
        at += count;
    }
    return std::nullopt;
}

bool looksLikeUtf16(std::string_view text) {
    const bool marked = text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF");
    return marked || (text.size() >= 2 && (text[0] == '\0') != (text[1] == '\0'));
}

void checkEncoding(std::string_view text, const std::string& where) {
    const std::string remedy = "Save it in the encoding UTF-8";
    if (looksLikeUtf16(text)) {
        throw Error("the text is in the encoding UTF-16, not UTF-8", where, remedy);
    }
    if (const auto place = firstForeignByte(text)) {
        const auto line =
            1 + std::count(text.begin(), text.begin() + static_cast<long>(*place), '\n');
        throw Error("the text is not in the encoding UTF-8 (byte " + std::to_string(*place) +
                        ", line " + std::to_string(line) +
                        "); it may be in a national one such as GBK, Shift-JIS or Windows-1252",
                    where, remedy);
    }
}

bool has(const json& document, std::initializer_list<const char*> keys) {
    return std::all_of(keys.begin(), keys.end(),
                       [&](const char* key) { return document.contains(key); });
}

} // namespace

nlohmann::json parseJsonDocument(std::string_view text, const std::string& where,
                                 const std::string& otherwise, const std::string& remedy) {
    if (text.empty()) {
        throw Error("the file is empty", where, "Fetch or export it again");
    }
    json document = json::parse(text, nullptr, false);
    if (document.is_discarded()) {
        checkEncoding(text, where);
        throw Error(otherwise, where, remedy);
    }
    return document;
}

std::optional<std::string> foreignAnnotations(const nlohmann::json& document) {
    if (document.is_array()) {
        const bool tasks = !document.empty() && document[0].is_object() &&
                           (document[0].contains("annotations") || document[0].contains("data"));
        return tasks ? std::optional("Label Studio JSON") : std::nullopt;
    }
    if (!document.is_object() || document.contains("shapes")) {
        return std::nullopt;
    }
    if (has(document, {"annotations"}) && has(document, {"images"})) {
        const json& list = document["annotations"];
        const bool panoptic = list.is_array() && !list.empty() && list[0].is_object() &&
                              list[0].contains("segments_info");
        return panoptic ? "COCO panoptic JSON" : "COCO JSON";
    }
    if (has(document, {"imgWidth", "imgHeight", "objects"})) {
        return "a polygon file of Cityscapes (its label maps end in _labelIds.png)";
    }
    if (has(document, {"_via_img_metadata"}) || has(document, {"_via_settings"})) {
        return "JSON of the VGG Image Annotator";
    }
    if (has(document, {"size", "objects"})) {
        return "Supervisely JSON";
    }
    if (document.value("type", json()) == "FeatureCollection") {
        return "GeoJSON";
    }
    if (has(document, {"classes"})) {
        return "a list of classes (give it with --labels)";
    }
    const auto regions = [](const json& entry) {
        return entry.is_object() && entry.contains("regions") && entry.contains("filename");
    };
    if (!document.empty() && std::all_of(document.begin(), document.end(), regions)) {
        return "JSON of the VGG Image Annotator";
    }
    return std::nullopt;
}

std::string adviceOnForeignAnnotations() {
    return "Convert it to label maps (PNG, the number of a class in each pixel) or to labelme "
           "files, one per picture";
}

std::optional<std::string> foreignAnnotationsIn(const std::filesystem::path& path) {
    try {
        const MappedFile file(path);
        const auto bytes = file.bytes();
        const json document =
            json::parse(std::string_view(reinterpret_cast<const char*>(bytes.data()), bytes.size()),
                        nullptr, false);
        if (const auto kind = foreignAnnotations(document)) {
            return "this is " + *kind + ", which is not read here. " + adviceOnForeignAnnotations();
        }
    } catch (const Error&) {
        // Whoever needs the file says what is wrong with it.
    }
    return std::nullopt;
}

} // namespace underpaint::imaging
