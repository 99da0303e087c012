// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/plane.h"
#include "engine/project/package/model_package.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

// A small picture of each style of a model, so that people choose styles by their looks. They are
// raw pixels, which need no image library: one tensor of bytes per class, named by the class's id,
// of shape (styles, height, width, 3), R G B.
namespace underpaint::project {

/// The picture of style `cluster` of a class; empty when the package has none of it.
Image styleThumbnail(const ModelPackage& package, int classId, std::size_t cluster);

/// Pictures on their way into a package; owns the bytes that tensors() points to.
class ThumbnailsToWrite {
public:
    /// One picture per style, all RGB and of one size; throws Error otherwise, or when the class
    /// has been added before.
    void add(int classId, const std::vector<Image>& pictures);
    std::vector<TensorToWrite> tensors() const;

private:
    struct Stack {
        Size size;
        std::size_t count = 0;
        std::vector<std::uint8_t> values;
    };
    std::map<int, Stack> m_stacks; // by class id
};

/// What is wrong with a tensor of the thumbnails' file; empty = nothing.
std::string thumbnailProblem(const Manifest& manifest, std::string_view name, ElementType type,
                             std::span<const std::int64_t> shape);

} // namespace underpaint::project
