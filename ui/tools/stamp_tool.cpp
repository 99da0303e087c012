// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tools/stamp_tool.h"

#include "engine/base/error.h"
#include "engine/scene/appearance_edits.h"
#include "engine/scene/instance_ids.h"
#include "engine/scene/instances.h"
#include "ui/document/class_names.h"
#include "ui/document/document.h"
#include "ui/document/editor_state.h"
#include "ui/shortcuts/shortcut_book.h"
#include "ui/tools/object_library.h"
#include "ui/tools/options_row.h"
#include "ui/tools/painting.h"
#include "ui/tools/two_tone.h"

#include <QComboBox>
#include <QIcon>
#include <QPainter>
#include <QPixmap>
#include <QRegion>
#include <QSettings>
#include <QSignalBlocker>

#include <algorithm>
#include <cmath>
#include <utility>

namespace underpaint::ui {

namespace {

constexpr int leastPercent = 5;
constexpr int greatestPercent = 800;
/// Side of the objects' pictures in the list, in pixels.
constexpr int iconSide = 24;

QIcon iconOf(const StoredObject& object, QColor colour) {
    // Twice the size, for screens with small pixels.
    QPixmap icon(2 * iconSide, 2 * iconSide);
    icon.fill(Qt::transparent);
    QPainter painter(&icon);
    painter.setRenderHint(QPainter::Antialiasing);
    const double scale =
        static_cast<double>(icon.width()) / std::max(object.size.width, object.size.height);
    painter.scale(scale, scale);
    for (const scene::PixelSpan& span : object.shape) {
        painter.fillRect(QRectF(span.x, span.y, span.length, 1), colour);
    }
    return icon;
}

} // namespace

StampTool::StampTool(EditorState& state, ObjectLibrary& library, QObject* parent)
    : Tool(state, parent), m_library(library), m_chosen(library.objects().empty() ? -1 : 0) {
    connect(&library, &ObjectLibrary::changed, this, [this] {
        const int last = static_cast<int>(m_library.objects().size()) - 1;
        m_chosen = std::clamp(m_chosen, std::min(0, last), last);
        outlineChosen();
        Q_EMIT settingsChanged();
    });
    connect(&state, &EditorState::selectedInstancesChanged, this, &Tool::settingsChanged);
    outlineChosen();
}

QString StampTool::hint() const {
    return m_library.objects().empty()
               ? tr("The library is empty: select an object and store it (options bar)")
               : joinedHint({tr("Click to place the object"),
                             keyed(state().shortcuts(), tr("%1 %2: size"),
                                   {"brush.smaller", "brush.larger"}),
                             tr("store the selected object in the options bar")});
}

const StoredObject* StampTool::object() const {
    const auto& objects = m_library.objects();
    return m_chosen >= 0 && m_chosen < static_cast<int>(objects.size())
               ? &objects[static_cast<std::size_t>(m_chosen)]
               : nullptr;
}

scene::Affine StampTool::placing(QPointF at) const {
    const Size size = object()->size;
    const double scale = m_percent / 100.0;
    const double across = m_flipped ? -scale : scale;
    // Whole pixels, so that an object of 100 % is the stored one exactly; a flipped one begins at
    // its right side.
    const double begin = std::round(at.x() - across * size.width / 2.0);
    const double top = std::round(at.y() - scale * size.height / 2.0);
    return {across, 0, 0, scale, begin, top};
}

void StampTool::press(const PointerEvent& event) {
    const StoredObject* stored = object();
    if (stored == nullptr) {
        Q_EMIT noticed(hint());
        return;
    }
    Document& document = state().document();
    const scene::SceneState& scene = document.scene();
    // By name, since numbers differ between label sets.
    const std::string className = stored->className.toStdString();
    const scene::LabelClass* label = scene.labelSet.find(std::string_view(className));
    if (label == nullptr) {
        Q_EMIT noticed(tr("This scene has no class “%1”.").arg(ui::className(className)));
        return;
    }
    const bool thing = label->thing && label->id != 0;
    const PaintTarget target{{label->id, thing ? scene::nextInstanceId(scene.instances, label->id)
                                               : scene::stuffInstance(label->id)},
                             thing};
    scene::Edit paint = guardOf(state()).paint(
        scene, scene::transformedSpans(stored->shape, placing(event.position), scene.bounds()),
        target.value);
    if (paint.empty()) {
        Q_EMIT noticed(tr("Nothing was placed: the pixels are locked or not selected."));
        return;
    }
    scene::EditGroup group;
    group.edits.push_back(std::move(paint));
    if (thing && !stored->look.empty()) {
        group.edits.push_back(scene::putOn(scene, stored->look, target.value.instance,
                                           [&, to = placing(event.position)](Point pin) {
                                               return scene::movedPixel(pin, to, scene.bounds());
                                           }));
    }
    document.apply({std::move(group)}, tr("Stamp: %1").arg(stored->name));
    selectPainted(state(), target);
}

void StampTool::move(const PointerEvent& event) {
    hover(event);
}

void StampTool::release(const PointerEvent& /*event*/) {}

void StampTool::hover(const PointerEvent& event) {
    m_hover = event.position;
    Q_EMIT overlayChanged();
}

void StampTool::leave() {
    m_hover.reset();
    Q_EMIT overlayChanged();
}

void StampTool::outlineChosen() {
    m_outline = {};
    if (const StoredObject* stored = object()) {
        QRegion region;
        for (const scene::PixelSpan& span : stored->shape) {
            region += QRect(span.x, span.y, span.length, 1);
        }
        m_outline.addRegion(region);
        m_outline = m_outline.simplified();
    }
}

void StampTool::paint(QPainter& painter, const QTransform& mapToWidget) const {
    if (m_hover && object() != nullptr) {
        const scene::Affine a = placing(*m_hover);
        const QTransform toMap(a.xx, a.yx, a.xy, a.yy, a.dx, a.dy);
        painter.setRenderHint(QPainter::Antialiasing);
        drawTwoTone(painter, (toMap * mapToWidget).map(m_outline));
    }
}

QRectF StampTool::bounds(const QTransform& mapToWidget) const {
    if (!m_hover || object() == nullptr) {
        return {};
    }
    const Size size = object()->size;
    const Rect box = scene::transformedBox({0, 0, size.width, size.height}, placing(*m_hover));
    constexpr double line = 3;
    return mapToWidget.mapRect(QRectF(box.x, box.y, box.width, box.height))
        .adjusted(-line, -line, line, line);
}

int StampTool::diameter() const {
    const StoredObject* stored = object();
    return stored == nullptr
               ? 0
               : std::max(1, std::max(stored->size.width, stored->size.height) * m_percent / 100);
}

void StampTool::setDiameter(int pixels) {
    if (const StoredObject* stored = object()) {
        const int side = std::max(stored->size.width, stored->size.height);
        // Away from the present size, so that a single step is never lost to rounding.
        const int percent =
            pixels > diameter() ? (pixels * 100 + side - 1) / side : pixels * 100 / side;
        setPercent(percent);
    }
}

void StampTool::choose(int index) {
    if (std::exchange(m_chosen, index) != index) {
        outlineChosen();
        Q_EMIT settingsChanged();
    }
}

void StampTool::setPercent(int percent) {
    const int allowed = std::clamp(percent, leastPercent, greatestPercent);
    if (std::exchange(m_percent, allowed) != allowed) {
        Q_EMIT settingsChanged();
    }
}

void StampTool::setFlipped(bool flipped) {
    if (std::exchange(m_flipped, flipped) != flipped) {
        Q_EMIT settingsChanged();
    }
}

void StampTool::storeSelected() {
    const scene::SceneState& scene = state().document().scene();
    if (state().selectedInstances().empty()) {
        throw Error(
            tr("No object is selected. Select the object that is to be stored").toStdString());
    }
    const std::uint32_t id = state().selectedInstances().front();
    const auto info = scene::instanceIn(scene, id);
    if (!info) {
        throw Error(tr("The selected object has no pixels. Select another one").toStdString());
    }
    StoredObject stored;
    // As the scenes have it, in whatever language it is shown.
    stored.className = QString::fromStdString(scene.labelSet.at(info->label).name);
    stored.name = tr("%1 %2", "class, number")
                      .arg(labelName(state(), info->label))
                      .arg(m_library.objects().size() + 1);
    stored.label = info->label;
    stored.size = {info->box.width, info->box.height};
    for (const scene::PixelSpan& span : scene::spansOf(scene.instances, id)) {
        stored.shape.push_back({span.x - info->box.x, span.y - info->box.y, span.length});
    }
    if (const scene::Appearance* worn = scene.appearanceOf(id)) {
        // Pins count from the corner of the shape, as its runs do.
        stored.look = scene::onInstance(*worn, 0, {}, [&](Point pin) {
            return std::optional(Point{pin.x - info->box.x, pin.y - info->box.y});
        });
    }
    m_library.add(stored);
    choose(static_cast<int>(m_library.objects().size()) - 1);
}

void StampTool::removeChosen() {
    if (m_chosen >= 0) {
        m_library.remove(static_cast<std::size_t>(m_chosen));
    }
}

template<class Action>
void StampTool::attempt(Action&& action) {
    try {
        action();
    } catch (const Error& error) {
        Q_EMIT noticed(QString::fromStdString(error.message()));
    }
}

QWidget* StampTool::makeOptions(QWidget* parent) {
    auto* row = new OptionsRow(*this, parent);
    auto* list = new QComboBox(row);
    list->setToolTip(tr("The object that a click places"));
    list->setAccessibleName(tr("Object"));
    list->setPlaceholderText(tr("No objects yet"));
    list->setIconSize({iconSide, iconSide});
    list->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    const auto fill = [this, list] {
        const QSignalBlocker quiet(list);
        list->clear();
        const scene::LabelSet& labels = state().document().scene().labelSet;
        for (const StoredObject& stored : m_library.objects()) {
            const std::string className = stored.className.toStdString();
            const scene::LabelClass* label = labels.find(std::string_view(className));
            const scene::Colour c = label != nullptr ? label->colour : scene::Colour{};
            list->addItem(iconOf(stored, {c.red, c.green, c.blue}), stored.name);
        }
        list->setCurrentIndex(m_chosen);
        list->setEnabled(list->count() > 0);
    };
    fill();
    connect(&m_library, &ObjectLibrary::changed, list, fill);
    connect(row, &OptionsRow::refreshed, list, [this, list] {
        const QSignalBlocker quiet(list);
        list->setCurrentIndex(m_chosen);
    });
    connect(list, &QComboBox::currentIndexChanged, this, &StampTool::choose);
    row->addWidget(list);
    row->addButton(
        {tr("Store selected"), tr("Puts the selected object into the library. Select an "
                                  "object first.")},
        [this] { attempt([this] { storeSelected(); }); },
        [this] { return !state().selectedInstances().empty(); });
    row->addButton(
        {tr("Remove"), tr("Takes this object out of the library")},
        [this] { attempt([this] { removeChosen(); }); }, [this] { return object() != nullptr; });
    const QString keys =
        keyed(state().shortcuts(), tr("Of the stored object (%1 smaller, %2 larger)"),
              {"brush.smaller", "brush.larger"});
    row->addNumber(
        {tr("Size"), keys.isEmpty() ? tr("Of the stored object") : keys, tr(" %")}, leastPercent,
        greatestPercent, [this] { return m_percent; }, [this](int value) { setPercent(value); });
    row->addCheck(
        {tr("Flipped"), tr("Left and right exchanged")}, [this] { return m_flipped; },
        [this](bool on) { setFlipped(on); });
    row->finish();
    return row;
}

void StampTool::readSettings(const QSettings& settings) {
    m_percent =
        std::clamp(settings.value("percent", m_percent).toInt(), leastPercent, greatestPercent);
    m_flipped = settings.value("flipped", m_flipped).toBool();
}

void StampTool::writeSettings(QVariantMap& settings) const {
    settings.insert("percent", m_percent);
    settings.insert("flipped", m_flipped);
}

} // namespace underpaint::ui
