// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/endurance_frames.h"

#include "engine/base/atomic_file.h"
#include "engine/base/error.h"
#include "engine/base/plane.h"
#include "engine/base/random.h"
#include "engine/imaging/codec.h"
#include "engine/imaging/resize.h"
#include "ui/dialogs/import_dialog.h"

#include <QApplication>
#include <QDialogButtonBox>
#include <QDir>
#include <QFileInfo>
#include <QPushButton>

#include <cstdint>
#include <map>
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

/// Frames of the dense sequence of CamVid at that size, in their order in time.
void copyCamvid(const QString& camvid, const QString& folder, int frames) {
    std::map<QString, QString> labels; // by name, which sorts in time
    for (const QString part : {"train", "val"}) {
        const QDir files(camvid + "/" + part + "_label");
        for (const QString& name : files.entryList({"0016E5_*.png"}, QDir::Files)) {
            labels[QFileInfo(name).completeBaseName()] = camvid + "/" + part;
        }
    }
    if (labels.size() < static_cast<std::size_t>(frames)) {
        throw Error("there are " + std::to_string(labels.size()) + " frames", camvid.toStdString());
    }
    QDir().mkpath(folder + "/labels");
    QDir().mkpath(folder + "/photos");
    auto next = labels.begin();
    for (int i = 0; i < frames; ++i, ++next) {
        const std::string place = next->second.toStdString();
        const std::string name = next->first.toStdString();
        const auto map = imaging::readIndices(place + "_label/" + name + ".png");
        const Image photo = imaging::readPhoto(place + "_img/" + name + ".jpg");
        writeFileAtomically(folder.toStdString() + "/labels/" + name + ".png",
                            imaging::encodePng(imaging::resizeNearest(map, sequenceSize)));
        imaging::writePhoto(folder.toStdString() + "/photos/" + name + ".png",
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

ImportAnswerer::ImportAnswerer() {
    connect(&m_timer, &QTimer::timeout, this, [] {
        auto* dialog = qobject_cast<ui::ImportDialog*>(QApplication::activeModalWidget());
        if (dialog == nullptr) {
            return;
        }
        QPushButton* take = dialog->findChild<QDialogButtonBox*>()->button(QDialogButtonBox::Ok);
        if (take->isEnabled()) {
            take->click();
        }
    });
    m_timer.start(20);
}

} // namespace underpaint::test
