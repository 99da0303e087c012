// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/endurance_frames.h"

#include "engine/base/atomic_file.h"
#include "engine/base/error.h"
#include "engine/base/plane.h"
#include "engine/base/random.h"
#include "engine/imaging/codec.h"
#include "engine/imaging/resize.h"

#include <QDir>
#include <QFileInfo>

#include <cstdint>
#include <string>

namespace underpaint::test {

namespace {

constexpr Size sequenceSize{256, 192};

/// Streets of CamVid's classes that a camera passes, with photos in which no two pixels are alike:
/// as hard to pack as any.
void makeUp(const QString& folder, int frames) {
    QDir().mkpath(folder + "/labels");
    QDir().mkpath(folder + "/photos");
    Random random(5);
    Image world(sequenceSize.width + frames, sequenceSize.height, 3, 0);
    for (std::uint8_t& value : world.values()) {
        value = static_cast<std::uint8_t>(random.below(256));
    }
    for (int i = 0; i < frames; ++i) {
        Plane<std::uint8_t> labels(sequenceSize.width, sequenceSize.height, 0);
        Image photo(sequenceSize.width, sequenceSize.height, 3, 0);
        for (int y = 0; y < sequenceSize.height; ++y) {
            for (int x = 0; x < sequenceSize.width; ++x) {
                const int place = x + i;
                const bool car = place % 120 > 30 && place % 120 < 80 && y >= 120 && y < 150;
                const bool house = place % 90 < 50 && y > 30;
                labels.at(x, y) = static_cast<std::uint8_t>(car ? 8 : y > 110 ? 3 : house ? 1 : 0);
                for (int c = 0; c < 3; ++c) {
                    photo.at(x, y, c) = world.at(place, y, c);
                }
            }
        }
        const std::string name = std::to_string(i + 1) + ".png";
        writeFileAtomically(folder.toStdString() + "/labels/" + name, imaging::encodePng(labels));
        imaging::writePhoto(folder.toStdString() + "/photos/" + name, photo);
    }
}

/// Frames of the dense sequence of CamVid at that size, from its beginning on, and where there are
/// more than it has, to and fro.
void copyCamvid(const QString& camvid, const QString& folder, int frames) {
    const QStringList names =
        QDir(camvid + "/val_label").entryList({"0016E5_*.png"}, QDir::Files, QDir::Name);
    if (names.size() < 2) {
        throw Error("has no frames of the dense sequence", camvid.toStdString());
    }
    QDir().mkpath(folder + "/labels");
    QDir().mkpath(folder + "/photos");
    const auto last = static_cast<int>(names.size()) - 1;
    for (int i = 0; i < frames; ++i) {
        const int place = i / last % 2 == 0 ? i % last : last - i % last;
        const std::string name = QFileInfo(names[place]).completeBaseName().toStdString();
        const std::string from = camvid.toStdString();
        const auto map = imaging::readIndices(from + "/val_label/" + name + ".png");
        const Image photo = imaging::readPhoto(from + "/val_img/" + name + ".jpg");
        const std::string to = "/" + std::to_string(i + 1) + ".png";
        writeFileAtomically(folder.toStdString() + "/labels" + to,
                            imaging::encodePng(imaging::resizeNearest(map, sequenceSize)));
        imaging::writePhoto(folder.toStdString() + "/photos" + to,
                            imaging::resizeBicubic(photo, sequenceSize));
    }
}

} // namespace

void writeSequence(const QString& camvid, const QString& folder, int frames) {
    if (camvid.isEmpty()) {
        makeUp(folder, frames);
    } else {
        copyCamvid(camvid, folder, frames);
    }
}

} // namespace underpaint::test
