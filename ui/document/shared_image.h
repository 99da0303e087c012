// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/plane.h"

#include <QImage>

#include <memory>

namespace underpaint::ui {

/// A view of the picture that shares its pixels; null for none.
QImage toQt(const std::shared_ptr<const Image>& image);
/// The pixels of a picture as RGB; of a null one none.
Image fromQt(const QImage& picture);

} // namespace underpaint::ui
