// SPDX-License-Identifier: GPL-3.0-or-later
// No test: prints what opening, saving, importing and the like take, and how much of it on the
// thread that calls.
#include "engine/base/random.h"
#include "engine/png/png_codec.h"
#include "engine/scene/builtin_label_sets.h"
#include "engine/scene/instance_ids.h"
#include "engine/scene/paint_pixels.h"
#include "ui/document/document.h"
#include "ui/document/editor_state.h"
#include "ui/session/editor.h"

#include <QCoreApplication>
#include <QTemporaryDir>

#include <cstdio>
#include <cstdlib>
#include <functional>
#include <time.h>

using namespace underpaint;
using namespace underpaint::ui;

namespace {

double processorMilliseconds() {
    timespec time = {};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) * 1e-6;
}

void report(const char* what, const std::function<void()>& deed) {
    const double begun = processorMilliseconds();
    deed();
    std::printf("%-60s %8.1f ms of this thread\n", what, processorMilliseconds() - begun);
    std::fflush(stdout);
}

scene::SceneState busyScene(int side) {
    scene::Scene scene(scene::cityscapesLabels(), {side, side}, 7);
    Random random(7);
    for (int i = 0; i < 600; ++i) {
        const int size = 20 + static_cast<int>(random.uniform() * side / 8);
        const int left = static_cast<int>(random.uniform() * (side - size));
        const int top = static_cast<int>(random.uniform() * (side - size));
        std::vector<scene::PixelSpan> spans;
        for (int y = 0; y < size; ++y) {
            const int inset = std::abs(y - size / 2) / 2;
            spans.push_back({left + inset, top + y, size - 2 * inset});
        }
        const scene::PaintValue value =
            i % 2 == 0 ? scene::PaintValue{26, 26000U + static_cast<std::uint32_t>(i)}
                       : scene::PaintValue{23, 23};
        scene.apply(scene::paintSpans(*scene, spans, value));
    }
    return scene.state();
}

QImage noisePhoto(int side) {
    QImage photo(side, side, QImage::Format_RGB888);
    for (int y = 0; y < side; ++y) {
        for (int x = 0; x < 3 * side; ++x) {
            photo.scanLine(y)[x] = static_cast<uchar>((x * 7 + y * 13 + x * y / 64) & 0xff);
        }
    }
    return photo;
}

} // namespace

int main(int argc, char** argv) {
    const QCoreApplication application(argc, argv);
    const int side = argc > 1 ? std::atoi(argv[1]) : 2048;
    const QTemporaryDir folder;
    const auto path = [&](const char* name) {
        return std::filesystem::path(folder.filePath(name).toStdString());
    };
    scene::SceneState state = busyScene(side);
    const LabelPlane labels = state.labels.toPlane();
    const QImage photo = noisePhoto(side);
    std::unique_ptr<Document> document;
    report("new Document of a scene", [&] { document = std::make_unique<Document>(state); });
    report("start its journal", [&] { document->startJournal(path("journals")); });
    document->apply({scene::SetSeed{3}}, "Seed");
    report("saveAs", [&] { document->saveAs(path("a.underpaint"), photo); });
    document->apply({scene::SetSeed{4}}, "Seed");
    report("startSaving, until it returns",
           [&] { document->startSaving(path("a.underpaint"), photo); });
    report("startSaving, its end", [&] {
        while (document->saving()) {
            QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
        }
    });
    document->discardJournal();
    report("Document::open", [&] { document = Document::open(path("a.underpaint")); });
    report("start its journal", [&] { document->startJournal(path("journals")); });
    std::unique_ptr<Editor> editor;
    report("Editor (state, census)",
           [&] { editor = std::make_unique<Editor>(std::move(document)); });
    report("census, everything at once", [&] { editor->watch().finish(); });
    scene::ReplaceMaps edit;
    report("import: maps of the planes", [&] {
        edit.labels = scene::LabelMap(labels);
        edit.instances = scene::instancesFromLabels(edit.labels);
    });
    report("import: applied, with the journal",
           [&] { editor->document().apply({std::move(edit)}, "Import"); });
    report("undo of it", [&] { editor->document().undoStack().undo(); });
    report("redo of it", [&] { editor->document().undoStack().redo(); });
    report("export: planes of the maps", [&] {
        (void)editor->scene().labels.toPlane();
        (void)editor->scene().instances.toPlane();
    });
    report("export: PNG of the labels", [&] { (void)png::encode(labels); });
    return 0;
}
