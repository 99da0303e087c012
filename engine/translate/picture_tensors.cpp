// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/translate/picture_tensors.h"

#include "engine/base/error.h"
#include "engine/translate/reflect_padding.h"

#include <algorithm>

namespace underpaint::translate {

namespace {

Image greyOf(const Image& picture) {
    Image grey(picture.width(), picture.height());
    for (int y = 0; y < picture.height(); ++y) {
        for (int x = 0; x < picture.width(); ++x) {
            // Pillow's integer form of 0.299 R + 0.587 G + 0.114 B.
            const unsigned sum = picture.at(x, y, 0) * 19595U + picture.at(x, y, 1) * 38470U +
                                 picture.at(x, y, 2) * 7471U + 0x8000U;
            grey.at(x, y) = static_cast<std::uint8_t>(sum >> 16);
        }
    }
    return grey;
}

/// `value` makes one of a level of 0..255.
template<class T, class Value>
Plane<T> picture(const nets::Tensor& result, Size size, Value value) {
    const bool fits = result.dim() == 4 && result.size(0) == 1 &&
                      (result.size(1) == 3 || result.size(1) == 1) &&
                      result.size(2) >= size.height && result.size(3) >= size.width;
    if (!fits) {
        throw Error("the network's result is no picture of the scene's size", "model");
    }
    const nets::Tensor planes = result.to(at::kCPU, at::kFloat).contiguous();
    if (!at::isfinite(planes).all().item<bool>()) {
        throw Error("the network's result has values that are no numbers", "model",
                    "Render with --precision fp32; if that does not help, the weights are damaged");
    }
    const auto height = static_cast<std::size_t>(planes.size(2));
    const auto width = static_cast<std::size_t>(planes.size(3));
    const bool grey = planes.size(1) == 1;
    const float* values = planes.data_ptr<float>();
    Plane<T> photo(size.width, size.height, 3, 0);
    for (std::size_t c = 0; c < 3; ++c) {
        const float* plane = values + (grey ? 0 : c) * height * width;
        for (int y = 0; y < size.height; ++y) {
            const float* row = plane + static_cast<std::size_t>(y) * width;
            for (int x = 0; x < size.width; ++x) {
                const float level = (row[x] + 1.0F) / 2.0F * 255.0F;
                photo.at(x, y, static_cast<int>(c)) = value(std::clamp(level, 0.0F, 255.0F));
            }
        }
    }
    return photo;
}

} // namespace

nets::Tensor pictureTensor(const Image& picture, Size padded, int channels) {
    if (channels != 3 && channels != 1) {
        throw Error("a model whose input is a picture has 1 or 3 input channels, not " +
                        std::to_string(channels),
                    "manifest.json", "Import it again with its number of label channels");
    }
    nets::Tensor bytes = at::empty({1, padded.height, padded.width, channels}, at::kByte);
    auto* target = bytes.data_ptr<std::uint8_t>();
    if (channels == 1) {
        padByReflection(greyOf(picture), padded, target);
    } else {
        padByReflection(picture, padded, target);
    }
    return bytes.permute({0, 3, 1, 2}).to(at::kFloat).contiguous().div_(255).sub_(0.5).div_(0.5);
}

Image photoFromTensor(const nets::Tensor& result, Size size) {
    return picture<std::uint8_t>(result, size,
                                 [](float level) { return static_cast<std::uint8_t>(level); });
}

DeepImage deepPhotoFromTensor(const nets::Tensor& result, Size size) {
    // A product of doubles is exact here, so that no step of the bytes is passed by rounding.
    return picture<std::uint16_t>(result, size, [](float level) {
        return static_cast<std::uint16_t>(static_cast<double>(level) * deepSteps);
    });
}

} // namespace underpaint::translate
