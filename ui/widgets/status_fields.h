// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStatusBar>

#include <array>

class QLabel;

namespace underpaint::ui {

class PhotoState;
class TruthBadge;

/// The fields of the status bar. Each keeps its width while its text changes, so that nothing jumps
/// when the cursor moves.
class StatusFields : public QStatusBar {
    Q_OBJECT

public:
    enum class Field {
        Hint,
        Position,
        Label,
        Instance,
        Zoom,
        Brush,
        Model,
        RenderTime,
        Queue,
        Memory,
        Saved
    };
    static constexpr std::size_t fieldCount = 11;

    explicit StatusFields(PhotoState& photo, QWidget* parent = nullptr);

    void set(Field field, const QString& text);
    void setDetail(Field field, const QString& toolTip);
    QString text(Field field) const;
    TruthBadge& badge() { return *m_badge; }

private:
    /// As wide as the widest of the samples; without any it takes what the others leave.
    QLabel* add(Field field, const QString& name, const QStringList& samples);
    QLabel* label(Field field) const { return m_labels.at(static_cast<std::size_t>(field)); }

    std::array<QLabel*, fieldCount> m_labels{};
    TruthBadge* m_badge;
};

} // namespace underpaint::ui
