// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/file_kind.h"

#include "engine/base/error.h"
#include "engine/imaging/codec.h"
#include "engine/imaging/video_names.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>

#include <cstdint>
#include <set>

namespace underpaint::ui {

namespace {

/// A place for the translations of free functions.
class FileKinds {
    Q_DECLARE_TR_FUNCTIONS(underpaint::ui::FileKinds)
};

/// In a label map most pixels are what their left neighbour is, and there are few values; noise and
/// shading make the pixels of photos differ.
FileKind kindOfPixels(const imaging::StoredImage& image) {
    constexpr double flatMap = 0.9;
    constexpr double flatPhoto = 0.6;
    constexpr std::size_t mostValues = 1024;
    const bool indexed = !image.indices.empty();
    const Size size = indexed ? image.indices.size() : image.colours.size();
    const auto valueAt = [&](int x, int y) -> std::uint64_t {
        return indexed ? image.indices.at(x, y)
                       : std::uint64_t{image.colours.at(x, y, 0)} << 16U |
                             std::uint64_t{image.colours.at(x, y, 1)} << 8U |
                             std::uint64_t{image.colours.at(x, y, 2)};
    };
    std::set<std::uint64_t> values;
    long long same = 0;
    for (int y = 0; y < size.height; ++y) {
        std::uint64_t before = valueAt(0, y);
        for (int x = 1; x < size.width; ++x) {
            const std::uint64_t value = valueAt(x, y);
            same += value == before ? 1 : 0;
            if (value != before && values.size() <= mostValues) {
                values.insert(value);
            }
            before = value;
        }
    }
    const long long pairs = 1LL * size.height * (size.width - 1);
    const double flat = pairs > 0 ? static_cast<double>(same) / static_cast<double>(pairs) : 1;
    if (flat >= flatMap && values.size() <= mostValues) {
        return FileKind::LabelMap;
    }
    return flat <= flatPhoto ? FileKind::Photo : FileKind::Picture;
}

} // namespace

FileKind kindOf(const QString& file) {
    const QFileInfo info(file);
    const QString ending = info.suffix().toLower();
    if (ending == QLatin1String("underpaint-model")) {
        return FileKind::Model;
    }
    if (!info.isFile()) {
        throw Error(info.exists() ? FileKinds::tr("is no file").toStdString()
                                  : FileKinds::tr("does not exist").toStdString(),
                    file.toStdString(), FileKinds::tr("Choose another one").toStdString());
    }
    if (ending == QLatin1String("underpaint")) {
        return FileKind::Project;
    }
    if (ending == QLatin1String("json")) {
        return FileKind::LabelMap;
    }
    if (imaging::hasVideoExtension(file.toStdString())) {
        return FileKind::Video;
    }
    if (imaging::hasImageExtension(file.toStdString())) {
        return kindOfPixels(imaging::readStored(file.toStdString()));
    }
    QFile opened(file);
    if (!opened.open(QIODevice::ReadOnly)) {
        throw Error(FileKinds::tr("cannot be read: %1").arg(opened.errorString()).toStdString(),
                    file.toStdString(), FileKinds::tr("Choose another one").toStdString());
    }
    // Projects are zip files, whatever they are called; pictures may lack an ending.
    constexpr qint64 magicLength = 4;
    if (opened.read(magicLength) == QByteArray("PK\x03\x04", magicLength)) {
        return FileKind::Project;
    }
    try {
        imaging::readImageHeader(std::filesystem::path(file.toStdString()));
    } catch (const Error&) {
        return FileKind::Other;
    }
    return kindOfPixels(imaging::readStored(file.toStdString()));
}

} // namespace underpaint::ui
