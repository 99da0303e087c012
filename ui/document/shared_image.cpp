// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/document/shared_image.h"

#include <algorithm>

namespace underpaint::ui {

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

Image fromQt(const QImage& picture) {
    const QImage rgb = picture.convertToFormat(QImage::Format_RGB888);
    Image image(rgb.width(), rgb.height(), 3, 0);
    for (int y = 0; y < rgb.height(); ++y) {
        std::copy_n(rgb.constScanLine(y), image.row(y).size(), image.row(y).begin());
    }
    return image;
}

} // namespace underpaint::ui
