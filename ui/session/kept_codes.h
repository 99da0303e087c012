// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/scene/style.h"

#include <QImage>
#include <QString>

#include <vector>

class QSettings;

namespace underpaint::ui {

/// A code that the user wants to find again, with what it looked like; null: nothing known yet.
struct KeptCode {
    scene::LatentCode code;
    QImage picture;
    QString name; ///< that the user gave it, or empty
};

/// Those of a model, in the order in which they were kept. What the settings hold and is no code of
/// `size` values is left out.
/// @{
std::vector<KeptCode> keptCodes(const QSettings& settings, const QString& modelId, int size);
void setKeptCodes(QSettings& settings, const QString& modelId, const std::vector<KeptCode>& kept);
/// @}

/// More are not kept: the settings are a small file.
inline constexpr std::size_t mostKeptCodes = 48;
/// Of a name, in characters; longer ones are cut.
inline constexpr qsizetype longestCodeName = 60;

} // namespace underpaint::ui
