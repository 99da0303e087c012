// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace underpaint::ui {

/// What a file holds, as far as its content tells.
enum class FileKind {
    Project,
    Model,
    LabelMap, ///< a picture of few flat areas, or labelme JSON
    Photo,
    Picture, ///< a label map or a photo
    Video,
    Other,
};

/// Reads the file, or its beginning. Throws Error when that does not work.
FileKind kindOf(const QString& file);

} // namespace underpaint::ui
