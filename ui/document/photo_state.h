// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/translate/exemplar_matches.h"

#include <QImage>
#include <QObject>
#include <QString>
#include <QStringList>

#include <cstdint>
#include <memory>

namespace underpaint::ui {

/// The photo that is shown and how true it is: what the canvas draws and the badge says. Written
/// by the window that listens to the engine, read by everybody.
class PhotoState : public QObject {
    Q_OBJECT

public:
    enum class Truth {
        None,        ///< nothing rendered yet
        Exact,       ///< the photo of the present revision at full size
        Approximate, ///< a preview of the present revision
        Stale        ///< an edit is not rendered yet
    };
    Q_ENUM(Truth)

    using QObject::QObject;

    /// Beside a photo of which parts are kept (scene::keepsPhoto()): null pictures otherwise.
    struct Parts {
        QImage painted; ///< all that the model painted
        QImage changes; ///< where that differs from what is kept; of exact photos only
        /// Where the look of each place came from, for models that take exemplars; null: from none.
        std::shared_ptr<const translate::ExemplarMatches> matches;
    };

    /// RGB; may be smaller than the map (a preview): drawn scaled to it. Null: none.
    const QImage& photo() const { return m_photo; }
    const Parts& parts() const { return m_parts; }
    Truth truth() const { return m_truth; }
    std::uint64_t revision() const { return m_revision; }
    /// Classes in the scene that the model does not know: no photo of it is exact.
    const QStringList& unknownClasses() const { return m_unknown; }
    /// 0..1 while a render runs, negative otherwise.
    double progress() const { return m_progress; }
    double lastMilliseconds() const { return m_milliseconds; }
    /// Why there is no (new) photo; empty = all is well.
    const QString& message() const { return m_message; }

    void setPhoto(QImage photo, Truth truth, std::uint64_t revision, double milliseconds,
                  Parts parts = {});
    void setTruth(Truth truth);
    void setUnknownClasses(const QStringList& names);
    void setProgress(double progress);
    void setMessage(const QString& message);
    void clear();

Q_SIGNALS:
    void photoChanged();
    /// Truth, progress or message.
    void stateChanged();

private:
    QImage m_photo;
    Parts m_parts;
    Truth m_truth = Truth::None;
    std::uint64_t m_revision = 0;
    double m_progress = -1;
    double m_milliseconds = 0;
    QString m_message;
    QStringList m_unknown;
};

} // namespace underpaint::ui
