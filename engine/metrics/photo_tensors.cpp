// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/metrics/photo_tensors.h"

#include "engine/base/error.h"

#include <cstring>

namespace underpaint::metrics {

at::Tensor photoBytes(const Image& photo) {
    if (photo.channels() != 3 || photo.empty()) {
        throw Error("a network that judges pictures takes RGB photos");
    }
    const at::Tensor pixels = at::empty({photo.height(), photo.width(), 3}, at::kByte);
    std::memcpy(pixels.data_ptr<std::uint8_t>(), photo.data(), photo.values().size());
    return pixels.permute({2, 0, 1}).unsqueeze(0).contiguous();
}

at::Tensor photoTensor(const Image& photo) {
    return photoBytes(photo).to(at::kFloat) / 127.5 - 1;
}

} // namespace underpaint::metrics
