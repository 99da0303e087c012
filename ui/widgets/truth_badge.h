// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace underpaint::ui {

class PhotoState;

/// Says how true the photo is, in words and a colour: exact, approximate, stale, rendering n %.
class TruthBadge : public QWidget {
    Q_OBJECT

public:
    explicit TruthBadge(PhotoState& photo, QWidget* parent = nullptr);

    /// What it says, translated.
    QString text() const;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void follow();

    PhotoState& m_photo;
};

} // namespace underpaint::ui
