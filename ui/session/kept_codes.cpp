// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/kept_codes.h"

#include "engine/base/error.h"
#include "ui/session/latent_codes.h"

#include <QBuffer>
#include <QSettings>
#include <QStringList>

#include <utility>

namespace underpaint::ui {

namespace {

QString keptKey(const QString& modelId) {
    return QStringLiteral("variations/kept/%1").arg(modelId);
}

/// Names have a list of their own, so that programs which know of none read the others.
QString nameKey(const QString& modelId) {
    return QStringLiteral("variations/names/%1").arg(modelId);
}

QString pictureText(const QImage& picture) {
    constexpr int side = 96;
    constexpr int quality = 80;
    if (picture.isNull()) {
        return {};
    }
    QByteArray bytes;
    QBuffer buffer(&bytes);
    const QImage small =
        picture.width() > side || picture.height() > side
            ? picture.scaled(side, side, Qt::KeepAspectRatio, Qt::SmoothTransformation)
            : picture;
    if (!small.save(&buffer, "JPG", quality)) {
        return {};
    }
    return QString::fromLatin1(bytes.toBase64());
}

QImage pictureFrom(const QString& text) {
    constexpr qsizetype longest = 1 << 16; // of what pictureText() writes a tenth
    return text.size() > longest ? QImage()
                                 : QImage::fromData(QByteArray::fromBase64(text.toLatin1()), "JPG");
}

} // namespace

std::vector<KeptCode> keptCodes(const QSettings& settings, const QString& modelId, int size) {
    std::vector<KeptCode> kept;
    const QStringList texts = settings.value(keptKey(modelId)).toStringList();
    const QStringList names = settings.value(nameKey(modelId)).toStringList();
    for (qsizetype i = 0; i + 1 < texts.size() && kept.size() < mostKeptCodes; i += 2) {
        try {
            kept.push_back({codeFromText(texts[i], size), pictureFrom(texts[i + 1]),
                            names.value(i / 2).left(longestCodeName)});
        } catch (const Error&) {
            continue; // of another model of this name, or damaged
        }
    }
    return kept;
}

void setKeptCodes(QSettings& settings, const QString& modelId, const std::vector<KeptCode>& kept) {
    QStringList texts;
    QStringList names;
    for (const KeptCode& one : kept) {
        texts << codeText(one.code) << pictureText(one.picture);
        names << one.name;
    }
    if (texts.isEmpty()) {
        settings.remove(keptKey(modelId));
        settings.remove(nameKey(modelId));
    } else {
        settings.setValue(keptKey(modelId), texts);
        settings.setValue(nameKey(modelId), names);
    }
}

} // namespace underpaint::ui
