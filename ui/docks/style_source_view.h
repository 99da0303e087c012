// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/style_sources.h"

#include <QImage>
#include <QWidget>

#include <optional>

class QLabel;

namespace underpaint::ui {

/// Where a style was taken from: the photo, small, with the place marked, and its name. Hidden
/// where nothing is known. Photos are read on a thread of their own.
class StyleSourceView : public QWidget {
    Q_OBJECT

public:
    explicit StyleSourceView(QWidget* parent = nullptr);

    /// `own`: the photo of the scene, for what was taken from it when its file is gone.
    void present(const std::optional<StyleSource>& source, const QImage& own);
    const QString& text() const { return m_shown; }
    /// With the place marked; null while there is none.
    const QImage& picture() const { return m_picture; }

private:
    void read(const QString& file);
    void takePhoto(const QString& file, const QImage& photo);
    void showPhoto(const QImage& photo);

    QLabel* m_photo;
    QLabel* m_text;
    std::optional<StyleSource> m_source;
    QString m_shown;
    QImage m_picture;
    /// The photo that was read last.
    /// @{
    QString m_file;
    QImage m_small;
    /// @}
};

} // namespace underpaint::ui
