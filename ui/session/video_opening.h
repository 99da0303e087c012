// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/scene/sequence.h"

#include <QObject>
#include <QString>

#include <cstddef>
#include <filesystem>
#include <memory>

namespace underpaint::ui {

/// What became of a video: a sequence whose label maps are estimates, with the frames as photo
/// layers.
struct VideoFrames {
    QString failure; ///< not empty: there are none
    std::shared_ptr<const scene::Sequence> frames;
    /// The video ends before the frame with the number that it claims to have; 0: it does not.
    std::size_t claimed = 0;
};

/// Takes videos apart, in the classes of the present model. All functions return at once.
class VideoOpening : public QObject {
    Q_OBJECT

public:
    using QObject::QObject;

    /// Why no video can be opened now; empty: they can.
    virtual QString whyNot() const = 0;
    /// Answered by ended(), unless it is cancelled. One at a time: replaces the one before.
    virtual void start(const std::filesystem::path& video) = 0;
    virtual void cancel() = 0;

Q_SIGNALS:
    void progressed(double fraction);
    void ended(const underpaint::ui::VideoFrames& opened);
};

} // namespace underpaint::ui
