// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/shared_image.h"

namespace underpaint::app {

QImage toQt(const std::shared_ptr<const Image>& image) {
    if (!image || image->empty()) {
        return {};
    }
    auto owner = std::make_unique<std::shared_ptr<const Image>>(image);
    return QImage(
        image->data(), image->width(), image->height(), image->width() * image->channels(),
        image->channels() == 1 ? QImage::Format_Grayscale8 : QImage::Format_RGB888,
        [](void* held) {
            const std::unique_ptr<std::shared_ptr<const Image>> last(
                static_cast<std::shared_ptr<const Image>*>(held));
        },
        owner.release());
}

} // namespace underpaint::app
