// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractButton>
#include <QImage>
#include <QString>

namespace underpaint::ui {

/// A cluster of the style dock: its picture, its name and, as a bar, how much of it there is.
class StyleTile : public QAbstractButton {
    Q_OBJECT

public:
    /// `share`: of the data set, 0..1; 0 = unknown.
    explicit StyleTile(QString name, double share, QWidget* parent = nullptr);

    /// `exact`: rendered for this instance; otherwise what the package shows of the cluster.
    void setPicture(const QImage& picture, bool exact);
    bool exact() const { return m_exact; }
    /// How much of it the mixture has, 0..1.
    void setWeight(float weight);

    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QString m_name;
    QImage m_picture;
    bool m_exact = false;
    float m_weight = 0;
};

} // namespace underpaint::ui
