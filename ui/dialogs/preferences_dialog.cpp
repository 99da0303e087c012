// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/preferences_dialog.h"

#include "ui/widgets/translations.h"

#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QPalette>
#include <QPixmapCache>
#include <QSettings>
#include <QSpinBox>
#include <QStyle>

#include <algorithm>

namespace underpaint::ui {

namespace {

/// Greys without a tint, so that the eye judges the photo and nothing else.
QPalette neutralPalette(bool dark) {
    const QColor window = dark ? QColor(50, 50, 50) : QColor(236, 236, 236);
    const QColor base = dark ? QColor(38, 38, 38) : QColor(252, 252, 252);
    const QColor text = dark ? QColor(225, 225, 225) : QColor(28, 28, 28);
    const QColor pale = dark ? QColor(128, 128, 128) : QColor(140, 140, 140);
    const QColor button = dark ? QColor(64, 64, 64) : QColor(228, 228, 228);
    QPalette palette(button, window);
    palette.setColor(QPalette::Base, base);
    palette.setColor(QPalette::AlternateBase, dark ? QColor(45, 45, 45) : QColor(244, 244, 244));
    for (const auto role : {QPalette::Text, QPalette::WindowText, QPalette::ButtonText,
                            QPalette::ToolTipText, QPalette::BrightText}) {
        palette.setColor(role, text);
        palette.setColor(QPalette::Disabled, role, pale);
    }
    palette.setColor(QPalette::PlaceholderText, pale);
    palette.setColor(QPalette::ToolTipBase, dark ? QColor(70, 70, 70) : QColor(255, 255, 240));
    palette.setColor(QPalette::Highlight, QColor(60, 120, 200));
    palette.setColor(QPalette::HighlightedText, Qt::white);
    palette.setColor(QPalette::Link, dark ? QColor(120, 170, 240) : QColor(30, 90, 170));
    return palette;
}

} // namespace

Preferences Preferences::read(const QSettings& settings) {
    Preferences preferences;
    preferences.live = settings.value(QStringLiteral("preferences/live"), true).toBool();
    preferences.undoMegabytes = std::clamp(
        settings.value(QStringLiteral("preferences/undoMegabytes"), 512).toInt(), 16, 65536);
    preferences.look = static_cast<Look>(
        std::clamp(settings.value(QStringLiteral("preferences/look"), 0).toInt(), 0, 2));
    preferences.reopen = settings.value(QStringLiteral("preferences/reopen"), true).toBool();
    preferences.language = settings.value(QStringLiteral("preferences/language")).toString();
    return preferences;
}

void Preferences::write(QSettings& settings) const {
    settings.setValue(QStringLiteral("preferences/live"), live);
    settings.setValue(QStringLiteral("preferences/undoMegabytes"), undoMegabytes);
    settings.setValue(QStringLiteral("preferences/look"), static_cast<int>(look));
    settings.setValue(QStringLiteral("preferences/reopen"), reopen);
    settings.setValue(QStringLiteral("preferences/language"), language);
}

PreferencesDialog::PreferencesDialog(const Preferences& preferences, const QString& liveKey,
                                     QWidget* parent)
    : QDialog(parent),
      m_live(new QCheckBox(liveKey.isEmpty() ? tr("&Render while painting")
                                             : tr("&Render while painting (%1)").arg(liveKey),
                           this)),
      m_undo(new QSpinBox(this)),
      m_look(new QComboBox(this)),
      m_reopen(new QCheckBox(tr("Open what was open &last"), this)),
      m_language(new QComboBox(this)) {
    setWindowTitle(tr("Preferences"));
    m_live->setChecked(preferences.live);
    m_reopen->setChecked(preferences.reopen);
    m_undo->setRange(16, 65536);
    m_undo->setSingleStep(64);
    m_undo->setSuffix(tr(" MB"));
    m_undo->setValue(preferences.undoMegabytes);
    m_undo->setToolTip(tr("Memory for undo; beyond it the oldest steps are forgotten"));
    m_look->addItems({tr("As the system"), tr("Light"), tr("Dark")});
    m_look->setCurrentIndex(static_cast<int>(preferences.look));
    m_language->addItem(tr("As the system"), QString());
    for (const Language& language : translationsThere()) {
        m_language->addItem(language.name, language.code);
    }
    m_language->setCurrentIndex(std::max(0, m_language->findData(preferences.language)));
    m_language->setToolTip(tr("Another language is spoken from the next start on"));
    auto* form = new QFormLayout(this);
    form->addRow(m_live);
    form->addRow(m_reopen);
    form->addRow(tr("Memory for &undo"), m_undo);
    form->addRow(tr("&Colours"), m_look);
    form->addRow(tr("Lan&guage"), m_language);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this);
    form->addRow(buttons);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
}

Preferences PreferencesDialog::preferences() const {
    Preferences preferences;
    preferences.live = m_live->isChecked();
    preferences.reopen = m_reopen->isChecked();
    preferences.undoMegabytes = m_undo->value();
    preferences.look = static_cast<Preferences::Look>(m_look->currentIndex());
    preferences.language = m_language->currentData().toString();
    return preferences;
}

void applyLook(Preferences::Look look) {
    QPixmapCache::clear(); // icons are drawn in the palette's colour
    if (look == Preferences::Look::System) {
        QApplication::setPalette(QPalette());
    } else {
        QApplication::setPalette(neutralPalette(look == Preferences::Look::Dark));
    }
}

} // namespace underpaint::ui
