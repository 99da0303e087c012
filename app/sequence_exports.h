// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engine_bridge.h"
#include "app/open_document.h"
#include "app/sequence_exporter.h"
#include "ui/session/model_shelf.h"
#include "ui/session/sequence_exporting.h"

#include <cstdint>
#include <optional>

namespace underpaint::app {

/// Has sequences painted by the engine, in its background lane: what is shown in the window goes
/// first, and the sequence goes on behind it from what is finished.
class SequenceExports final : public ui::SequenceExporting {
    Q_OBJECT

public:
    /// All must outlive this.
    SequenceExports(EngineBridge& bridge, const OpenDocument& open, const ui::ModelShelf& models,
                    QObject* parent = nullptr);

    QString whyNot() const override;
    void start(const ui::SequenceExport& request) override;
    void cancel() override;

    /// Without it nothing is exported.
    void setExporter(SequenceExporter exporter);

private:
    EngineBridge& m_bridge;
    const OpenDocument& m_open;
    const ui::ModelShelf& m_models;
    SequenceExporter m_exporter;
    std::uint64_t m_last;
    std::optional<std::uint64_t> m_running; ///< group of the request that is not answered yet
    run::DocumentId m_document = 0;         ///< whose it is
};

} // namespace underpaint::app
