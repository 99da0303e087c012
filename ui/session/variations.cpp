// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/variations.h"

#include "engine/base/random.h"
#include "ui/session/editor.h"
#include "ui/session/exemplar_commands.h"
#include "ui/session/latent_codes.h"
#include "ui/session/photo_files.h"
#include "ui/session/style_commands.h"

#include <QCoreApplication>

#include <algorithm>
#include <utility>

namespace underpaint::ui {

namespace {

/// A place for the translations of free functions.
class Variations {
    Q_DECLARE_TR_FUNCTIONS(underpaint::ui::Variations)
};

/// Seeds have so many digits that people can note them.
constexpr std::uint64_t seeds = 1'000'000;

/// The exemplar in the place of one of the shelf that the scene wears.
scene::Edit exemplarEdit(const Editor& editor, const ShelfExemplar& exemplar,
                         const std::vector<ShelfExemplar>& shelf) {
    scene::EditGroup step;
    for (const ShelfExemplar& other : shelf) {
        if (editor.scene().findExemplar(other.name) != nullptr) {
            step.edits.push_back({scene::RemoveExemplar{other.name}});
        }
    }
    step.edits.push_back({scene::SetExemplar{
        newExemplar(editor.scene(), readExemplar(exemplar.photo, exemplar.labels, editor.scene()),
                    LentTexture::None)}});
    return {std::move(step)};
}

} // namespace

QString variationName(VariationKind kind) {
    switch (kind) {
    case VariationKind::Styles:
        return Variations::tr("Styles");
    case VariationKind::Code:
        return Variations::tr("Codes");
    case VariationKind::Seed:
        return Variations::tr("Seeds");
    case VariationKind::Exemplar:
        return Variations::tr("Exemplars");
    }
    return {};
}

std::vector<VariationKind> variationKinds(const Editor& editor, const project::Manifest& model,
                                          const scene::Capabilities& can,
                                          const std::vector<ShelfExemplar>& shelf) {
    std::vector<VariationKind> kinds;
    if (can.styles && !styledInstances(editor, model).empty()) {
        kinds.push_back(VariationKind::Styles);
    }
    if (can.latentSize > 0) {
        kinds.push_back(VariationKind::Code);
    }
    if (can.exemplars && !shelf.empty()) {
        kinds.push_back(VariationKind::Exemplar);
    }
    if (can.variation) {
        kinds.push_back(VariationKind::Seed);
    }
    return kinds;
}

std::vector<Variation> drawnVariations(Editor& editor, const project::Manifest& model,
                                       const scene::Capabilities& can, VariationKind kind,
                                       std::size_t count, std::uint64_t round,
                                       const std::vector<ShelfExemplar>& shelf) {
    std::vector<Variation> variations;
    Random random = codeDraws(editor, round);
    if (kind == VariationKind::Exemplar) {
        for (const ShelfExemplar& exemplar : shelf) {
            if (editor.scene().findExemplar(exemplar.name) == nullptr) {
                variations.push_back(
                    {kind, shownName(exemplar), exemplarEdit(editor, exemplar, shelf)});
            }
        }
        return variations;
    }
    const std::vector<std::uint32_t> styled = styledInstances(editor, model);
    for (std::size_t i = 0; i < count; ++i) {
        const std::uint64_t draw = random.below(seeds);
        if (kind == VariationKind::Styles) {
            variations.push_back({kind,
                                  Variations::tr("Styles %1").arg(i + 1),
                                  {drawnStyles(editor, model, styled, draw)}});
        } else if (kind == VariationKind::Code) {
            variations.push_back({kind,
                                  Variations::tr("Code %1").arg(i + 1),
                                  {scene::SetLatent{redrawn(
                                      paintedCode(editor.scene(), can.latentSize), {}, random)}}});
        } else {
            variations.push_back(
                {kind, Variations::tr("Seed %1").arg(draw), {scene::SetSeed{draw}}});
        }
    }
    return variations;
}

} // namespace underpaint::ui
