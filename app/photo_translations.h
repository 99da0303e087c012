// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engine_bridge.h"
#include "app/open_document.h"
#include "engine/project/package/package_catalogue.h"
#include "engine/run/photo_translation.h"
#include "ui/session/photo_translating.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace underpaint::app {

/// Has photos translated by the engine, with the models of the folders.
class PhotoTranslations final : public ui::PhotoTranslating {
    Q_OBJECT

public:
    /// All must outlive this.
    PhotoTranslations(EngineBridge& bridge, const OpenDocument& open,
                      std::shared_ptr<project::PackageCatalogue> catalogue,
                      QObject* parent = nullptr);

    std::vector<ui::InstalledWay> ways() const override;
    void translate(const ui::InstalledWay& way, translate::PhotoTranslationRequest what) override;
    void cancel() override;

    /// Without them there are no ways.
    void setTranslators(run::PhotoTranslators translators);

private:
    void take(std::uint64_t group, const run::Ended<translate::PhotoTranslation>& end);

    EngineBridge& m_bridge;
    const OpenDocument& m_open;
    std::shared_ptr<project::PackageCatalogue> m_catalogue;
    run::PhotoTranslators m_translators;
    std::uint64_t m_last = 0;
    std::optional<std::uint64_t> m_running; ///< group of the request that is not answered yet
    run::DocumentId m_document = 0;         ///< whose it is
};

} // namespace underpaint::app
