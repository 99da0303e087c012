// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engine_bridge.h"
#include "app/photo_transfer.h"
#include "app/video_opener.h"
#include "ui/session/model_shelf.h"
#include "ui/session/video_opening.h"

#include <cstdint>
#include <optional>

namespace underpaint::app {

/// Has the frames of videos labelled by the engine, in its background lane: what is shown in the
/// window goes first, and the video goes on behind it.
class VideoOpenings final : public ui::VideoOpening {
    Q_OBJECT

public:
    /// All must outlive this.
    VideoOpenings(EngineBridge& bridge, const PhotoTransfer& photos, const ui::ModelShelf& models,
                  QObject* parent = nullptr);

    QString whyNot() const override;
    void start(const std::filesystem::path& video) override;
    void cancel() override;

    /// Without it no video can be opened.
    void setOpener(VideoOpener opener) { m_opener = std::move(opener); }

private:
    EngineBridge& m_bridge;
    const PhotoTransfer& m_photos;
    const ui::ModelShelf& m_models;
    VideoOpener m_opener;
    std::uint64_t m_last;
    std::optional<std::uint64_t> m_running; ///< group of the video that is not answered yet
};

} // namespace underpaint::app
