// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engine_bridge.h"
#include "app/open_document.h"
#include "engine/base/plane.h"
#include "ui/session/model_shelf.h"

#include <QObject>
#include <QString>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace underpaint::run {
class RolledFrames;
}

namespace underpaint::app {

/// Has the frames of the open document painted from each other, where the model is one of
/// sequences: that in view first, with what it needs of those before, then all others if somebody
/// wants them. One at a time and in the engine's background lane, so that what is painted for the
/// canvas goes first.
class FrameRoller : public QObject {
    Q_OBJECT

public:
    /// All must outlive it.
    FrameRoller(EngineBridge& bridge, const OpenDocument& open, const ui::ModelShelf& models,
                QObject* parent = nullptr);
    ~FrameRoller() override;

    /// There are several frames, and the model paints them from each other.
    bool rolls() const;
    /// The photo of a frame after those before it as they are; null: it is not painted yet.
    /// @{
    std::shared_ptr<const Image> photo(std::size_t frame) const;
    std::shared_ptr<const Image> photo() const; ///< of the one in view
    /// @}

    void setFilling(bool on) { m_filling = on; }
    /// The next one, if one is lacking and none is on its way: there is time.
    void goOn();
    /// Ends what is on its way; what is painted stays.
    void cancel();
    /// Another document or model.
    void forget();

Q_SIGNALS:
    /// One was painted, or it was found out which of them need not be.
    void rolled(std::size_t frame);
    void failed(const QString& message);

private:
    struct Answer;
    void take(const Answer& answer, std::uint64_t revision);

    EngineBridge& m_bridge;
    const OpenDocument& m_open;
    const ui::ModelShelf& m_models;
    bool m_filling = false;
    std::shared_ptr<run::RolledFrames> m_frames; ///< of the engine's thread
    std::uint64_t m_last;
    std::optional<std::uint64_t> m_running;  ///< group of the request that is not answered yet
    std::optional<std::uint64_t> m_complete; ///< revision of the sequence that lacks nothing, or
                                             ///< of which a frame could not be painted
    /// As they were answered last, and of which states of the frames.
    /// @{
    std::vector<std::shared_ptr<const Image>> m_photos;
    std::vector<std::uint64_t> m_revisions;
    /// @}
};

} // namespace underpaint::app
