// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLabel;
class QSlider;

namespace underpaint::ui {

/// A slider for a number with its name and value. pressed() and released() bracket a drag, so that
/// all its changes become one step of the undo stack.
class ValueSlider : public QWidget {
    Q_OBJECT

public:
    ValueSlider(const QString& name, double least, double most, QWidget* parent = nullptr);

    double value() const;
    /// Emits nothing.
    void setValue(double value);
    bool dragging() const;

Q_SIGNALS:
    void pressed();
    void valueEdited(double value);

private:
    void showValue();

    double m_least;
    double m_most;
    QSlider* m_slider;
    QLabel* m_value;
};

} // namespace underpaint::ui
