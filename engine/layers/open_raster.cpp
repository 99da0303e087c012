// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/layers/open_raster.h"

#include "engine/base/error.h"
#include "engine/base/safe_text.h"
#include "engine/imaging/resize.h"
#include "engine/png/png_codec.h"
#include "engine/project/archive/zip_writer.h"

#include <algorithm>
#include <span>
#include <sstream>
#include <string_view>

namespace underpaint::layers {

namespace {

constexpr int thumbnailExtent = 256;

/// For an attribute in double quotes.
std::string xmlText(std::string_view name) {
    std::string text;
    for (const char c : safeText(name)) {
        switch (c) {
        case '&':
            text += "&amp;";
            break;
        case '<':
            text += "&lt;";
            break;
        case '>':
            text += "&gt;";
            break;
        case '"':
            text += "&quot;";
            break;
        default:
            text += c;
        }
    }
    return text;
}

std::string fileOf(std::size_t layer) {
    return "data/layer" + std::to_string(layer) + ".png";
}

std::string stackXml(const LayeredPicture& picture) {
    std::string xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<image version=\"0.0.6\" w=\"" +
                      std::to_string(picture.size.width) + "\" h=\"" +
                      std::to_string(picture.size.height) +
                      "\" xres=\"72\" yres=\"72\">\n <stack>\n";
    for (std::size_t i = 0; i < picture.layers.size(); ++i) {
        const Layer& layer = picture.layers[i];
        xml += "  <layer name=\"" + xmlText(layer.name) + "\" src=\"" + fileOf(i) + "\" x=\"" +
               std::to_string(layer.at.x) + "\" y=\"" + std::to_string(layer.at.y) +
               "\" opacity=\"1.0\" visibility=\"visible\" composite-op=\"svg:src-over\"/>\n";
    }
    return xml + " </stack>\n</image>\n";
}

Image thumbnailOf(const Image& merged) {
    const int longest = std::max(merged.width(), merged.height());
    if (longest <= thumbnailExtent) {
        return merged;
    }
    const auto scaled = [&](int extent) {
        return std::max(1, static_cast<int>(1LL * extent * thumbnailExtent / longest));
    };
    return imaging::resizeBicubic(merged, {scaled(merged.width()), scaled(merged.height())});
}

void add(project::ZipWriter& zip, const std::string& name, std::span<const std::byte> content) {
    zip.add(name, [&](const project::ByteSink& sink) { sink(content); });
}

void add(project::ZipWriter& zip, const std::string& name, std::string_view content) {
    add(zip, name, std::as_bytes(std::span(content)));
}

} // namespace

std::vector<std::byte> encodeOpenRaster(const LayeredPicture& picture) {
    if (picture.size.empty() || picture.layers.empty() || picture.merged.size() != picture.size) {
        throw Error("a layered picture needs layers and a merged picture of its size");
    }
    std::ostringstream out;
    // Programs look for the kind of the file at its 38th byte, so that nothing may be padded.
    constexpr std::uint64_t unpadded = 1;
    project::ZipWriter zip(out, false, unpadded);
    add(zip, "mimetype", std::string_view("image/openraster"));
    add(zip, "stack.xml", stackXml(picture));
    for (std::size_t i = 0; i < picture.layers.size(); ++i) {
        add(zip, fileOf(i), picture.layers[i].png);
    }
    add(zip, "mergedimage.png", png::encode(picture.merged));
    add(zip, "Thumbnails/thumbnail.png", png::encode(thumbnailOf(picture.merged)));
    zip.finish();
    const std::string bytes = std::move(out).str();
    const auto view = std::as_bytes(std::span(bytes));
    return {view.begin(), view.end()};
}

} // namespace underpaint::layers
