// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tools/pick_tools.h"

#include "engine/scene/fill.h"
#include "engine/scene/mask_spans.h"
#include "ui/document/document.h"
#include "ui/document/editor_state.h"
#include "ui/document/photo_state.h"
#include "ui/tools/options_row.h"
#include "ui/tools/painting.h"

#include <QImage>
#include <QSettings>

#include <algorithm>
#include <cstdlib>
#include <utility>

namespace underpaint::ui {

WandTool::WandTool(EditorState& state, const PhotoState* const& photo, QObject* parent)
    : Tool(state, parent), m_photo(photo) {}

QString WandTool::hint() const {
    return m_source == Source::Labels
               ? tr("Click to select what has this label · Shift: add · Ctrl: subtract")
               : tr("Click to select what has this colour in the photo · Shift: add · Ctrl: "
                    "subtract");
}

void WandTool::press(const PointerEvent& event) {
    const Point at = pixelAt(event.position);
    if (!state().document().scene().bounds().contains(at)) {
        return;
    }
    if (m_source == Source::Photo && (m_photo == nullptr || m_photo->photo().isNull())) {
        Q_EMIT noticed(tr("There is no photo yet. Let the wand look at the labels instead."));
        return;
    }
    combineSelection(state(), m_source == Source::Labels ? likeLabel(at) : likePhoto(at),
                     event.modifiers);
}

void WandTool::move(const PointerEvent& /*event*/) {}

void WandTool::release(const PointerEvent& /*event*/) {}

QRectF WandTool::bounds(const QTransform& /*mapToWidget*/) const {
    return {};
}

std::vector<scene::PixelSpan> WandTool::likeLabel(Point at) const {
    const scene::SceneState& scene = state().document().scene();
    const bool object = isObject(scene, at);
    if (m_contiguous) {
        return scene::contiguousSpans(
            scene, at, object ? scene::FillMatch::LabelAndInstance : scene::FillMatch::Label);
    }
    return scene::spansOf(scene.labels, scene.labels.at(at));
}

std::vector<scene::PixelSpan> WandTool::likePhoto(Point at) const {
    const Size size = state().document().scene().size();
    const QImage photo = m_photo->photo().convertToFormat(QImage::Format_RGB32);
    // The photo may be a preview of another size.
    const auto column = [&](int x) {
        return static_cast<int>(1LL * x * photo.width() / size.width);
    };
    const auto row = [&](int y) {
        return reinterpret_cast<const QRgb*>(
            photo.constScanLine(static_cast<int>(1LL * y * photo.height() / size.height)));
    };
    const QRgb seed = row(at.y)[column(at.x)];
    const auto alike = [&](QRgb colour) {
        return std::abs(qRed(colour) - qRed(seed)) <= m_tolerance &&
               std::abs(qGreen(colour) - qGreen(seed)) <= m_tolerance &&
               std::abs(qBlue(colour) - qBlue(seed)) <= m_tolerance;
    };
    Plane<std::uint8_t> mask(size.width, size.height);
    for (int y = 0; y < size.height; ++y) {
        const QRgb* line = row(y);
        for (int x = 0; x < size.width; ++x) {
            mask.at(x, y) = alike(line[column(x)]) ? 1 : 0;
        }
    }
    return m_contiguous ? scene::connectedSpans(mask, at) : scene::maskSpans(mask);
}

void WandTool::setSource(Source source) {
    if (std::exchange(m_source, source) != source) {
        Q_EMIT settingsChanged();
    }
}

void WandTool::setTolerance(int tolerance) {
    const int allowed = std::clamp(tolerance, 0, 255);
    if (std::exchange(m_tolerance, allowed) != allowed) {
        Q_EMIT settingsChanged();
    }
}

void WandTool::setContiguous(bool contiguous) {
    if (std::exchange(m_contiguous, contiguous) != contiguous) {
        Q_EMIT settingsChanged();
    }
}

QWidget* WandTool::makeOptions(QWidget* parent) {
    auto* row = new OptionsRow(*this, parent);
    row->addChoice(
        {tr("Looks at"), tr("What has to be alike")}, {tr("Labels"), tr("Photo colour")},
        [this] { return static_cast<int>(m_source); },
        [this](int index) { setSource(static_cast<Source>(index)); });
    row->addNumber(
        {tr("Tolerance"), tr("How different colours of the photo may be, 0 to 255")}, 0, 255,
        [this] { return m_tolerance; }, [this](int value) { setTolerance(value); });
    row->addCheck(
        {tr("Contiguous"), tr("Only pixels that hang together with the clicked one")},
        [this] { return m_contiguous; }, [this](bool on) { setContiguous(on); });
    row->finish();
    return row;
}

void WandTool::readSettings(const QSettings& settings) {
    m_source = settings.value("photo", false).toBool() ? Source::Photo : Source::Labels;
    m_tolerance = std::clamp(settings.value("tolerance", m_tolerance).toInt(), 0, 255);
    m_contiguous = settings.value("contiguous", m_contiguous).toBool();
}

void WandTool::writeSettings(QVariantMap& settings) const {
    settings.insert("photo", m_source == Source::Photo);
    settings.insert("tolerance", m_tolerance);
    settings.insert("contiguous", m_contiguous);
}

EyedropperTool::EyedropperTool(EditorState& state, QObject* parent) : Tool(state, parent) {}

QString EyedropperTool::hint() const {
    return tr("Click to paint with the label under the cursor and to select its instance");
}

void EyedropperTool::press(const PointerEvent& event) {
    const scene::SceneState& scene = state().document().scene();
    const Point at = pixelAt(event.position);
    if (!scene.bounds().contains(at)) {
        return;
    }
    state().setCurrentLabel(scene.labels.at(at));
    if (isObject(scene, at)) {
        state().selectInstances({scene.instances.at(at)});
        // Whoever picks an object wants to go on with it.
        state().setNewInstanceNext(false);
    } else {
        state().selectInstances({});
    }
}

void EyedropperTool::move(const PointerEvent& event) {
    press(event);
}

void EyedropperTool::release(const PointerEvent& /*event*/) {}

QRectF EyedropperTool::bounds(const QTransform& /*mapToWidget*/) const {
    return {};
}

} // namespace underpaint::ui
