// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/photo_renderer.h"

#include "engine/imaging/class_mapping.h"
#include "engine/project/package/model_labels.h"
#include "ui/document/class_names.h"
#include "ui/document/shared_image.h"

#include <QUndoStack>

#include <algorithm>
#include <cmath>
#include <optional>
#include <set>
#include <span>
#include <utility>

namespace underpaint::app {

using ui::PhotoState;

namespace {

PhotoState::Truth truthOf(run::PhotoStatus::Freshness freshness) {
    switch (freshness) {
    case run::PhotoStatus::Freshness::Exact:
        return PhotoState::Truth::Exact;
    case run::PhotoStatus::Freshness::Approximate:
        return PhotoState::Truth::Approximate;
    case run::PhotoStatus::Freshness::Stale:
        return PhotoState::Truth::Stale;
    case run::PhotoStatus::Freshness::Nothing:
        break;
    }
    return PhotoState::Truth::None;
}

/// In another label set than the model's ids mean other classes, whatever the model has under them.
std::set<std::uint16_t> idsOfOtherClasses(const scene::LabelSet& scene,
                                          const scene::LabelSet& model) {
    std::set<std::uint16_t> ids;
    if (!imaging::isNamed(scene) || !imaging::isNamed(model) ||
        imaging::mostlyTheSame(scene, model)) {
        return ids;
    }
    for (const imaging::MappedClass& one : imaging::mapClasses(scene, model).classes) {
        if (one.match != imaging::ClassMatch::Nothing && one.to != one.from.id) {
            ids.insert(one.from.id);
        }
    }
    return ids;
}

} // namespace

PhotoRenderer::PhotoRenderer(EngineBridge& bridge, const OpenDocument& open, ModelLoader& models,
                             FrameRoller& roller, QObject* parent)
    : PhotoRendering(parent), m_bridge(bridge), m_open(open), m_models(models), m_roller(roller) {
    m_clock.start();
    m_next.setSingleShot(true);
    m_next.setTimerType(Qt::PreciseTimer);
    connect(&m_next, &QTimer::timeout, this, &PhotoRenderer::pump);
    connect(&m_bridge, &EngineBridge::rendered, this, &PhotoRenderer::takeResult);
    connect(&m_bridge, &EngineBridge::renderProgressed, this,
            [this](const run::RenderProgress& progress) {
                m_scheduler.progressed(progress);
                showState();
            });
    connect(&m_bridge, &EngineBridge::becameIdle, this, &PhotoRenderer::stateChanged);
    connect(&m_roller, &FrameRoller::rolled, this, &PhotoRenderer::takeRolled);
    connect(&m_roller, &FrameRoller::failed, this,
            [this](const QString& message) { photo().setMessage(message); });
    connect(&m_models, &ModelLoader::loaded, this, &PhotoRenderer::takeModel);
    connect(&m_models, &ModelLoader::settled, this, [this] {
        begin();
        pump();
    });
}

double PhotoRenderer::now() const {
    constexpr double nanoseconds = 1e-9;
    return static_cast<double>(m_clock.nsecsElapsed()) * nanoseconds;
}

void PhotoRenderer::close() {
    if (m_open.document) {
        disconnect(m_open.document, nullptr, this, nullptr);
        disconnect(&m_open.document->undoStack(), nullptr, this, nullptr);
    }
    m_scheduler.close();
    m_exactPhotos.clear();
    m_roller.forget();
    m_rolled.reset();
    m_underWay.clear();
    m_rendering = false;
    m_next.stop();
    photo().clear();
    photo().setProgress(-1);
}

void PhotoRenderer::open() {
    ui::Document* document = m_open.document;
    connect(document, &ui::Document::regionEdited, this, &PhotoRenderer::takeEdit);
    // Also what does not change the photo raises the revision, which the scheduler has to know.
    const auto later = [this] {
        if (!m_next.isActive() || m_next.remainingTime() > 0) {
            m_next.start(0);
        }
    };
    connect(&document->undoStack(), &QUndoStack::indexChanged, this, later);
    connect(document, &ui::Document::labelSetChanged, this, later);
    connect(document, &ui::Document::stylesChanged, this, later);
    connect(document, &ui::Document::regionChanged, this, later);
    tellCapabilities();
}

void PhotoRenderer::tellCapabilities() {
    if (m_open.document) {
        const ui::CurrentModel* model = m_models.model();
        m_open.document->setCapabilities(model != nullptr ? model->capabilities
                                                          : scene::everyCapability());
    }
}

void PhotoRenderer::takeModel(const project::Manifest& manifest) {
    tellCapabilities();
    m_exactPhotos.clear();
    m_roller.forget();
    m_rolled.reset();
    m_underWay.clear();
    m_scheduler.modelChanged(manifest.size, now());
}

void PhotoRenderer::begin() {
    // With the right model only: a photo by another one would flash up.
    if (m_open.document && m_models.model() != nullptr && !m_models.loadingModel() &&
        !m_rendering) {
        m_rendering = true;
        m_stopped = false;
        m_toldRevision = m_open.document->revision();
        m_scheduler.open(m_toldRevision, m_open.document->scene().size(), now());
        pump();
    }
}

void PhotoRenderer::takeEdit(const QRect& region, quint64 revision) {
    if (m_rendering) {
        m_toldRevision = revision;
        m_stopped = false;
        m_scheduler.edited(revision, {region.x(), region.y(), region.width(), region.height()},
                           m_open.document->scene().size(), now());
        recall();
        pump();
    }
}

bool PhotoRenderer::recall() {
    if (showRolled()) {
        m_scheduler.recalled();
        findUnknownClasses();
        return true;
    }
    // A drag makes states that nobody saw before; those that one comes back to are whole.
    const ExactPhotos::Photo photo = m_exactPhotos.find(m_open.document->scene());
    if (photo.image) {
        m_scheduler.recalled();
        findUnknownClasses();
        this->photo().setPhoto(ui::toQt(photo.image), truth(), m_toldRevision, 0,
                               {ui::toQt(photo.painted), ui::toQt(photo.changes), photo.matches});
    }
    return photo.image != nullptr;
}

void PhotoRenderer::pump() {
    const ui::Document* document = m_open.document;
    if (document == nullptr || !m_rendering) {
        return;
    }
    if (m_paused) {
        showState(); // the photo may be of a frame that is not in view any more
        return;
    }
    if (document->revision() != m_toldRevision) {
        m_toldRevision = document->revision();
        m_stopped = false;
        m_scheduler.edited(m_toldRevision, {}, document->scene().size(), now());
    }
    for (const auto& action : m_scheduler.update(now())) {
        if (action.kind == run::RenderScheduler::Action::Kind::Cancel) {
            m_bridge.cancelRender(action.ticket);
        } else {
            submit(action);
        }
    }
    if (const auto next = m_scheduler.nextUpdate()) {
        constexpr double milliseconds = 1000;
        m_next.start(std::max(0, static_cast<int>(std::ceil((*next - now()) * milliseconds))));
    } else {
        m_next.stop();
    }
    showState();
    rollOn();
}

void PhotoRenderer::rollOn() {
    const run::PhotoStatus state = m_scheduler.state();
    const bool idle = state.freshness == run::PhotoStatus::Freshness::Exact && !state.rendering;
    if (!idle || !m_rendering) {
        return;
    }
    if (m_open.document->revision() == m_toldRevision) {
        showRolled();
    }
    if (m_scheduler.live() && !m_paused && !m_stopped) {
        m_roller.goOn();
    }
}

void PhotoRenderer::takeRolled(std::size_t frame) {
    if (const auto image = m_roller.photo(frame)) {
        Q_EMIT rolledOut(frame, ui::toQt(image));
        image->rest();
    }
    pump();
}

bool PhotoRenderer::showRolled() {
    const std::shared_ptr<const Image> image = m_roller.photo();
    if (!image) {
        return false;
    }
    const std::uint64_t revision = m_open.document->revision();
    if (m_rolled != image || m_rolledRevision != revision) {
        if (m_rolled) {
            m_rolled->rest(); // it goes out of view
        }
        m_rolled = image;
        m_rolledRevision = revision;
        photo().setPhoto(ui::toQt(image), PhotoState::Truth::Exact, revision, 0);
    }
    return true;
}

PhotoState::Truth PhotoRenderer::truth() const {
    const PhotoState::Truth truth = truthOf(m_scheduler.state().freshness);
    // By itself a frame of such a model is not what it is after those before it.
    const bool alone =
        m_roller.rolls() && (!m_rolled || m_rolledRevision != m_open.document->revision());
    return truth == PhotoState::Truth::Exact && alone ? PhotoState::Truth::Approximate : truth;
}

void PhotoRenderer::setFilling(bool on) {
    m_roller.setFilling(on);
    rollOn();
}

void PhotoRenderer::submit(const run::RenderScheduler::Action& action) {
    const scene::SceneSnapshot scene = m_open.document->snapshot();
    if (action.quality == run::Quality::Exact) {
        m_underWay.insert_or_assign(action.ticket, scene);
    }
    m_bridge.render({.scene = scene,
                     .document = m_open.id,
                     .ticket = action.ticket,
                     .quality = action.quality,
                     .dirty = action.dirty,
                     .localIsWelcome = action.local,
                     .size = action.size});
}

void PhotoRenderer::showState() {
    const run::PhotoStatus state = m_scheduler.state();
    constexpr double percent = 100;
    photo().setTruth(truth());
    photo().setProgress(state.rendering ? state.percent / percent : -1);
    Q_EMIT stateChanged();
}

void PhotoRenderer::takeResult(const run::FinishedRender& result) {
    if (result.quality == run::Quality::Export) {
        pump();
        return;
    }
    const bool show = m_scheduler.finished(result, now());
    keepExact(result);
    if (result.outcome == run::Outcome::Done) {
        m_device = QString::fromStdString(result.device);
        m_models.measure(result);
    }
    if (show && result.quality == run::Quality::Exact) {
        findUnknownClasses();
    }
    if (show) {
        constexpr double milliseconds = 1000;
        m_rolled.reset();
        photo().setPhoto(ui::toQt(result.image), truth(), result.revision,
                         result.seconds * milliseconds,
                         {ui::toQt(result.painted), ui::toQt(result.changes), result.matches});
    } else if (result.outcome == run::Outcome::Failed && result.failure) {
        photo().setMessage(QString::fromStdString(result.failure->message()));
    }
    if (!result.note.empty()) {
        Q_EMIT noticed(QString::fromStdString(result.note));
    }
    pump();
}

void PhotoRenderer::keepExact(const run::FinishedRender& result) {
    const auto scene = m_underWay.find(result.ticket);
    if (scene != m_underWay.end() && result.outcome == run::Outcome::Done && result.image &&
        result.quality == run::Quality::Exact) {
        // Of sequences there are many.
        const auto kept = [&](const std::shared_ptr<const Image>& image) {
            return m_open.document->frames() > 1 ? scene::putAway(image) : image;
        };
        m_exactPhotos.keep(scene->second, {kept(result.image), kept(result.painted),
                                           kept(result.changes), result.matches});
    }
    m_underWay.erase(m_underWay.begin(), m_underWay.upper_bound(result.ticket));
}

void PhotoRenderer::findUnknownClasses() {
    const ui::CurrentModel* model = m_models.model();
    QStringList names;
    if (model != nullptr && model->capabilities.labels && !model->manifest.classes.empty()) {
        const scene::SceneState& scene = m_open.document->scene();
        std::set<std::uint16_t> unknown;
        std::set<const void*> seen; // plain tiles are one
        std::optional<std::uint16_t> last;
        for (int index = 0; index < scene.labels.tileCount(); ++index) {
            if (!seen.insert(scene.labels.tileIdentity(index)).second) {
                continue;
            }
            const Rect tile = scene.labels.tileRect(index);
            const auto& cells = scene.labels.tileCells(index);
            for (int y = 0; y < tile.height; ++y) {
                const auto row =
                    std::span(cells).subspan(static_cast<std::size_t>(y) * scene::tileExtent,
                                             static_cast<std::size_t>(tile.width));
                for (const std::uint16_t id : row) {
                    if (id != last) { // classes lie in areas
                        unknown.insert(id);
                        last = id;
                    }
                }
            }
        }
        const scene::LabelSet known = project::labelSetOf(model->manifest);
        const std::set<std::uint16_t> others = idsOfOtherClasses(scene.labelSet, known);
        std::erase_if(unknown,
                      [&](std::uint16_t id) { return known.contains(id) && !others.contains(id); });
        for (const std::uint16_t id : unknown) {
            names << ui::className(scene.labelSet.at(id).name);
        }
    }
    photo().setUnknownClasses(names);
}

void PhotoRenderer::setLive(bool live) {
    m_scheduler.setLive(live, now());
    pump();
    Q_EMIT stateChanged();
}

void PhotoRenderer::setHeld(bool held) {
    m_scheduler.setHeld(held);
    pump();
}

void PhotoRenderer::renderNow() {
    m_scheduler.renderNow();
    pump();
}

void PhotoRenderer::setPaused(bool paused) {
    if (std::exchange(m_paused, paused) == paused) {
        return;
    }
    if (paused) {
        m_roller.cancel();
    } else {
        pump();
    }
}

void PhotoRenderer::stop() {
    m_stopped = true;
    m_roller.cancel();
    m_scheduler.stop();
    Q_EMIT stopped();
    pump();
}

} // namespace underpaint::app
