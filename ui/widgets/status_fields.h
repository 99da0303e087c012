// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStatusBar>

#include <array>

namespace underpaint::ui {

class PhotoState;
class ElidedLabel;
class TruthBadge;

/// The fields of the status bar. Each grows with its texts up to that of its samples and never
/// shrinks, so that nothing jumps when the cursor moves and the hint has the rest.
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
    /// At most as wide as the widest of the samples; without any it takes what the others leave.
    ElidedLabel* add(Field field, const QString& name, const QStringList& samples);
    ElidedLabel* label(Field field) const { return m_labels.at(static_cast<std::size_t>(field)); }

    std::array<ElidedLabel*, fieldCount> m_labels{};
    std::array<int, fieldCount> m_widest{}; ///< 0: what the others leave
    TruthBadge* m_badge;
};

} // namespace underpaint::ui
