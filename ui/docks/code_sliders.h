// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/scene/style.h"

#include <QWidget>

#include <vector>

class QToolButton;
class QVBoxLayout;

namespace underpaint::ui {

class ValueSlider;

/// The values of a code, each with a lock.
class CodeSliders : public QWidget {
    Q_OBJECT

public:
    explicit CodeSliders(QWidget* parent = nullptr);

    /// Sliders for that many values, none of them locked.
    void setSize(int size);
    void setCode(const scene::LatentCode& code);
    const std::vector<bool>& locked() const { return m_locked; }
    const std::vector<ValueSlider*>& sliders() const { return m_sliders; }
    const std::vector<QToolButton*>& locks() const { return m_locks; }

Q_SIGNALS:
    /// What follows is one gesture.
    void pressed();
    void valueEdited(int index, double value);
    void locksChanged();

private:
    void addRow(int index);
    void setLocked(std::size_t index, bool locked);

    QVBoxLayout* m_column;
    std::vector<QWidget*> m_rows;
    std::vector<ValueSlider*> m_sliders;
    std::vector<QToolButton*> m_locks;
    std::vector<bool> m_locked;
};

} // namespace underpaint::ui
