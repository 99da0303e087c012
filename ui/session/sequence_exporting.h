// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/scene/sequence.h"

#include <QObject>
#include <QString>
#include <QStringList>

#include <cstddef>
#include <filesystem>
#include <optional>

namespace underpaint::ui {

/// A sequence that is painted frame by frame into files.
struct SequenceExport {
    scene::Sequence frames;
    /// A folder for PNG files, or a video by its ending (.mp4, .webm, .gif). What is finished there
    /// already is kept, and gone on with.
    std::filesystem::path output;
    double framesPerSecond = 12;
};

/// What became of it.
struct ExportedSequence {
    QString failure; ///< not empty: it failed
    std::size_t frames = 0;
    std::size_t rendered = 0;
    std::size_t alreadyThere = 0;
    std::size_t removed = 0; ///< frames of a longer sequence that was exported there before
    /// Grey levels by which neighbours differ along the motion, and of the frames as they would be
    /// each by itself; nothing where that was not measured.
    /// @{
    std::optional<double> flicker;
    std::optional<double> independent;
    /// @}
    QStringList notes;
};

/// Paints whole sequences with the present model. All functions return at once.
class SequenceExporting : public QObject {
    Q_OBJECT

public:
    using QObject::QObject;

    /// Why nothing can be exported now; empty: it can.
    virtual QString whyNot() const = 0;
    /// Answered by ended(), unless it is cancelled. One at a time: replaces the one before.
    virtual void start(const SequenceExport& request) = 0;
    /// What is finished stays, to be gone on with.
    virtual void cancel() = 0;

Q_SIGNALS:
    void progressed(double fraction);
    void ended(const underpaint::ui::ExportedSequence& exported);
};

} // namespace underpaint::ui
