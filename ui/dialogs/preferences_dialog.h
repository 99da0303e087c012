// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>
#include <QString>

class QCheckBox;
class QComboBox;
class QSpinBox;
class QSettings;

namespace underpaint::ui {

/// What the user can set once for all scenes.
struct Preferences {
    enum class Look { System, Light, Dark };
    bool live = true;
    int undoMegabytes = 512;
    Look look = Look::System;
    bool reopen = true; ///< what was open when the editor ended
    QString language;   ///< one of translationsThere(); empty: the system's

    static Preferences read(const QSettings& settings);
    void write(QSettings& settings) const;
};

class PreferencesDialog : public QDialog {
    Q_OBJECT

public:
    /// `liveKey` is the key that switches live rendering; empty: none does.
    PreferencesDialog(const Preferences& preferences, const QString& liveKey,
                      QWidget* parent = nullptr);

    Preferences preferences() const;

private:
    QCheckBox* m_live;
    QSpinBox* m_undo;
    QComboBox* m_look;
    QCheckBox* m_reopen;
    QComboBox* m_language;
};

/// Colours of the whole program: the system's own, or neutral light or dark ones.
void applyLook(Preferences::Look look);

} // namespace underpaint::ui
