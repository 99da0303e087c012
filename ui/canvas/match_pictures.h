// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/translate/exemplar_matches.h"

#include <QImage>

#include <memory>

namespace underpaint::ui {

/// What the exemplars lend, in the places of the scene. Shares the pixels.
QImage warpedPicture(const std::shared_ptr<const translate::ExemplarMatches>& matches);

/// How surely each place found its match, of the photo's size: from violet (all places of the
/// exemplar were as good) over green to yellow (one was by far the best). Grey where none lends
/// anything.
QImage certaintyPicture(const translate::ExemplarMatches& matches);

} // namespace underpaint::ui
