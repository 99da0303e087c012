// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/translate/photo_translator.h"

#include <QObject>
#include <QString>

#include <filesystem>
#include <optional>
#include <vector>

namespace underpaint::ui {

/// What a model that is installed turns into what.
struct InstalledWay {
    std::filesystem::path package;
    QString model; ///< its name
    translate::Direction direction = translate::Direction::AToB;
    QString from;
    QString to;
    bool instances = false; ///< masks become others, too; else they are a selection
};

/// How a translation ended: with a photo, or with a message, or (neither) because it was cancelled.
struct TranslationEnd {
    std::optional<translate::PhotoTranslation> made;
    QString failure;
};

/// Translates photos with installed models. All functions return at once.
class PhotoTranslating : public QObject {
    Q_OBJECT

public:
    using QObject::QObject;

    /// Of all models that are known by now.
    virtual std::vector<InstalledWay> ways() const = 0;
    /// Answered by ended(). Replaces what was asked for before; its settings get the direction of
    /// the way.
    virtual void translate(const InstalledWay& way, translate::PhotoTranslationRequest what) = 0;
    virtual void cancel() = 0;

Q_SIGNALS:
    /// 0..1 of what was asked for last.
    void progressed(double fraction);
    void ended(const underpaint::ui::TranslationEnd& end);
};

} // namespace underpaint::ui
