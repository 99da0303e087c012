// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/scene/style.h"

#include <QRectF>
#include <QString>

#include <cstdint>
#include <optional>

namespace underpaint::ui {

class Editor;

/// Where the style of an instance was taken from.
struct StyleSource {
    /// A photo whose look was encoded; empty: from none that is known.
    QString photo;
    /// It is what the scene's own photo shows.
    bool ownPhoto = false;
    /// The place in the photo, as parts of its width and height.
    QRectF place;
    /// What the instance was called that it was copied from; empty: from none.
    QString instance;

    friend bool operator==(const StyleSource&, const StyleSource&) = default;
};

/// Remembers it with the project, beside the scene: undo and copies of the style do not lose it.
/// Of the oldest styles it is forgotten when there are many.
void noteStyleSource(Editor& editor, std::uint32_t instance, const scene::Style& style,
                     const StyleSource& source);

/// The user chose this style for the instance by itself: it comes from nowhere else.
void forgetStyleSource(Editor& editor, std::uint32_t instance, const scene::Style& style);

/// Of the style that the instance wears now; nothing: it is not known, or the style is none that
/// was taken.
std::optional<StyleSource> styleSource(const Editor& editor, std::uint32_t instance);

} // namespace underpaint::ui
