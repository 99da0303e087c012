// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/verify/picture_levels.h"

#include "engine/translate/picture_tensors.h"
#include "engine/verify/planes.h"

#include <vector>

namespace underpaint::verify {

at::Tensor pictureLevels(const at::Tensor& image) {
    const Size size{static_cast<int>(image.size(3)), static_cast<int>(image.size(2))};
    std::vector<at::Tensor> levels;
    for (const at::Tensor& plane : image.to(at::kCPU).flatten(0, 1).unbind(0)) {
        // A result of one channel becomes a photo of three equal ones.
        const Image photo = translate::photoFromTensor(plane.unsqueeze(0).unsqueeze(0), size);
        levels.push_back(tensorFrom(photo, /*flat=*/false).select(2, 0));
    }
    return at::stack(levels).view(image.sizes());
}

} // namespace underpaint::verify
