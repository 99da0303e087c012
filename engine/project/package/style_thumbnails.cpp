// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/project/package/style_thumbnails.h"

#include "engine/base/error.h"

#include <algorithm>
#include <cstring>

namespace underpaint::project {

namespace {

/// They are shown in lists; anything larger is no thumbnail.
constexpr std::int64_t maxThumbnailSide = 512;

} // namespace

Image styleThumbnail(const ModelPackage& package, int classId, std::size_t cluster) {
    const TensorFile* file = package.styleThumbnails();
    const StoredTensor* tensor = file == nullptr ? nullptr : file->find(std::to_string(classId));
    if (tensor == nullptr || cluster >= static_cast<std::size_t>(tensor->shape[0])) {
        return {};
    }
    // open() has checked the shape by thumbnailProblem().
    Image picture(static_cast<int>(tensor->shape[2]), static_cast<int>(tensor->shape[1]), 3, 0);
    const std::size_t bytes = picture.values().size();
    std::memcpy(picture.data(), tensor->bytes.data() + cluster * bytes, bytes);
    return picture;
}

void ThumbnailsToWrite::add(int classId, const std::vector<Image>& pictures) {
    Stack stack;
    for (const Image& picture : pictures) {
        if (picture.channels() != 3 || picture.empty() ||
            (stack.count > 0 && picture.size() != stack.size)) {
            throw Error("the thumbnails of class " + std::to_string(classId) +
                        " are not RGB pictures of one size");
        }
        stack.size = picture.size();
        stack.count += 1;
        const auto values = picture.values();
        stack.values.insert(stack.values.end(), values.begin(), values.end());
    }
    if (!m_stacks.emplace(classId, std::move(stack)).second) {
        throw Error("class " + std::to_string(classId) + " has thumbnails already");
    }
}

std::vector<TensorToWrite> ThumbnailsToWrite::tensors() const {
    std::vector<TensorToWrite> tensors;
    for (const auto& [classId, stack] : m_stacks) {
        tensors.push_back(
            {std::to_string(classId),
             ElementType::U8,
             {static_cast<std::int64_t>(stack.count), stack.size.height, stack.size.width, 3},
             std::as_bytes(std::span(stack.values))});
    }
    return tensors;
}

std::string thumbnailProblem(const Manifest& manifest, std::string_view name, ElementType type,
                             std::span<const std::int64_t> shape) {
    const auto styles =
        std::find_if(manifest.styles.begin(), manifest.styles.end(),
                     [&](const auto& item) { return std::to_string(item.first) == name; });
    if (styles == manifest.styles.end()) {
        return "is not the id of a class with styles";
    }
    const auto isSide = [](std::int64_t side) { return side >= 1 && side <= maxThumbnailSide; };
    if (type != ElementType::U8 || shape.size() != 4 || !isSide(shape[1]) || !isSide(shape[2]) ||
        shape[3] != 3) {
        return "is not a stack of pictures: bytes of shape (styles, height, width, 3), at most " +
               std::to_string(maxThumbnailSide) + " pixels a side";
    }
    if (shape[0] != static_cast<std::int64_t>(styles->second.size())) {
        return "has " + std::to_string(shape[0]) + " pictures for " +
               std::to_string(styles->second.size()) + " styles";
    }
    return {};
}

} // namespace underpaint::project
