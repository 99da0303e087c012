// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QImage;
class QLabel;
class QSlider;
class QVBoxLayout;

namespace underpaint::ui {

/// A slider for a number with its name and value, or with what its ends look like. pressed() and
/// released() bracket a drag, so that all its changes become one step of the undo stack.
class ValueSlider : public QWidget {
    Q_OBJECT

public:
    ValueSlider(const QString& name, double least, double most, QWidget* parent = nullptr);

    double value() const;
    /// Emits nothing.
    void setValue(double value);
    bool dragging() const;
    /// What the two ends look like, in the place of name and value; an empty word: nothing is known
    /// of it, a null picture: none.
    /// @{
    void setEndWords(const QString& least, const QString& most);
    void setEndPictures(const QImage& least, const QImage& most);
    /// @}
    /// A picture of what the slider is for, before its name.
    void setPicture(const QImage& picture);

Q_SIGNALS:
    void pressed();
    void valueEdited(double value);

private:
    void showValue();

    double m_least;
    double m_most;
    QString m_name;
    bool m_hasWords = false;
    QLabel* m_leastPicture;
    QLabel* m_label;
    QSlider* m_slider;
    QLabel* m_value;
    QLabel* m_mostPicture;
    QVBoxLayout* m_lines;
};

} // namespace underpaint::ui
