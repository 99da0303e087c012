// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/project/package/model_package.h"
#include "engine/scene/capabilities.h"
#include "engine/scene/edit.h"
#include "ui/session/exemplar_shelf.h"

#include <QString>

#include <cstdint>
#include <vector>

namespace underpaint::ui {

class Editor;

/// What can differ between variations of a scene whose maps stay as they are.
enum class VariationKind { Styles, Code, Seed, Exemplar };

/// Another look of the open scene: one step that leads to it, and a word for it.
struct Variation {
    VariationKind kind = VariationKind::Styles;
    QString name;
    scene::Edit edit;
};

/// In words, for lists.
QString variationName(VariationKind kind);

/// Those that make a difference with this model in this scene.
std::vector<VariationKind> variationKinds(const Editor& editor, const project::Manifest& model,
                                          const scene::Capabilities& can,
                                          const std::vector<ShelfExemplar>& shelf);

/// So many of one kind, drawn for this scene as it is now, others for every `round`; of exemplars
/// those of the shelf that the scene does not wear, as often as there are. Throws Error.
std::vector<Variation> drawnVariations(Editor& editor, const project::Manifest& model,
                                       const scene::Capabilities& can, VariationKind kind,
                                       std::size_t count, std::uint64_t round,
                                       const std::vector<ShelfExemplar>& shelf);

} // namespace underpaint::ui
