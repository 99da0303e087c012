// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/docks/photo_dock.h"

#include "engine/base/error.h"
#include "engine/imaging/photo_keeper.h"
#include "engine/scene/touched.h"
#include "ui/docks/button_row.h"
#include "ui/docks/value_slider.h"
#include "ui/document/shared_image.h"
#include "ui/document/work_pool.h"
#include "ui/session/editor.h"
#include "ui/session/photo_layer.h"
#include "ui/session/services.h"
#include "ui/widgets/action_book.h"

#include <QAction>
#include <QCheckBox>
#include <QCoreApplication>
#include <QFormLayout>
#include <QLabel>
#include <QPointer>
#include <QScopedValueRollback>
#include <QSpinBox>
#include <QThreadPool>
#include <QVBoxLayout>

#include <memory>
#include <new>
#include <utility>

namespace underpaint::ui {

namespace {

/// Of rest, before pixels are counted.
constexpr int calm = 200; // ms

/// The photo of the scene in the size of the photo layer. Throws Error.
std::shared_ptr<const Image> bakedPhoto(const scene::SceneState& scene, const QImage& shown,
                                        const QImage& painted) {
    if (!scene::keepsPhoto(scene) || painted.isNull()) {
        return std::make_shared<const Image>(fromQt(shown));
    }
    return std::make_shared<const Image>(
        imaging::PhotoKeeper().kept(fromQt(painted), scene, scene.referencePhoto->size()));
}

} // namespace

PhotoDock::PhotoDock(const Site& site)
    : Panel(tr("Photo Layer"), site.parent), m_services(site.services), m_actions(site.actions) {
    setObjectName(QStringLiteral("photoDock"));
    m_calm.setSingleShot(true);
    m_calm.setInterval(calm);
    connect(&m_calm, &QTimer::timeout, this, &PhotoDock::countTouched);
    addActions();
    build();
    connect(&m_services.rendering().photo(), &PhotoState::stateChanged, this,
            &PhotoDock::refreshActions);
}

void PhotoDock::addActions() {
    m_actions.addSwitch({"photo.keep",
                         tr("&Keep What I Did Not Touch"),
                         {},
                         {},
                         tr("Only what differs from the photo layer is painted; everything else "
                            "stays as it is in the photo")},
                        [this](bool on) { switchKeep(on); });
    m_actions.add({"photo.describe",
                   tr("&Labels Describe the Photo"),
                   "tag",
                   {},
                   tr("After correcting estimated labels: nothing counts as touched")},
                  [this] {
                      m_editor->document().apply(describeEdit(m_editor->scene()),
                                                 tr("Labels describe the photo"));
                  });
    m_actions.add({"photo.bake",
                   tr("&Bake as Photo Layer"),
                   "pin",
                   {},
                   tr("The photo as it is now becomes the photo layer, and further edits start "
                      "from it")},
                  [this] { bake(); });
}

std::optional<Panel::Menu> PhotoDock::menu() const {
    return Menu{tr("&Photo"),
                {"file.referencePhoto", "file.removeReference", "", "photo.keep", "photo.describe",
                 "photo.bake", "", "view.reference", "view.changes"}};
}

void PhotoDock::build() {
    auto* content = new QWidget(this);
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(6, 6, 6, 6);
    column->addLayout(
        buttonRow(m_actions.all({QStringLiteral("file.referencePhoto"),
                                 QStringLiteral("file.removeReference"),
                                 QStringLiteral("photo.describe"), QStringLiteral("photo.bake")}),
                  content));
    m_opacity = new ValueSlider(tr("Opacity"), 0, 1, content);
    m_opacity->setToolTip(tr("Of the photo layer over every view"));
    column->addWidget(m_opacity);
    m_keep = new QCheckBox(tr("Keep what I did not touch"), content);
    m_keep->setObjectName(QStringLiteral("keepUntouched"));
    column->addWidget(m_keep);
    auto* form = new QFormLayout;
    m_feather = new QSpinBox(content);
    m_feather->setObjectName(QStringLiteral("keepFeather"));
    m_feather->setRange(0, scene::maxFeather);
    m_feather->setSuffix(tr(" px"));
    m_feather->setAccessibleName(tr("Soft edge"));
    m_feather->setToolTip(
        tr("How wide the new passes into the photo, outside of what was touched"));
    form->addRow(tr("Soft edge"), m_feather);
    column->addLayout(form);
    m_match = new QCheckBox(tr("Match colours at the seam"), content);
    m_match->setObjectName(QStringLiteral("keepMatches"));
    m_match->setToolTip(tr("The new part takes the light and the tone of the photo around it"));
    column->addWidget(m_match);
    m_touched = new QLabel(content);
    m_touched->setWordWrap(true);
    m_touched->setForegroundRole(QPalette::PlaceholderText);
    column->addWidget(m_touched);
    column->addStretch(1);
    setScrolled(content);
    connect(m_opacity, &ValueSlider::valueEdited, this, [this](double value) {
        if (m_editor != nullptr) {
            m_editor->state().setPhotoLayerOpacity(value);
        }
    });
    connect(m_keep, &QCheckBox::toggled, this, [this] {
        if (!m_following) {
            m_actions.at("photo.keep")->trigger();
        }
    });
    connect(m_feather, &QSpinBox::valueChanged, this, [this](int pixels) {
        if (!m_following && m_editor != nullptr) {
            scene::KeepSettings keep = m_editor->scene().keep;
            keep.feather = pixels;
            setKeep(keep, tr("Soft edge"), m_gesture);
        }
    });
    connect(m_match, &QCheckBox::toggled, this, [this](bool on) {
        if (!m_following && m_editor != nullptr) {
            scene::KeepSettings keep = m_editor->scene().keep;
            keep.matchColours = on;
            setKeep(keep, tr("Match colours at the seam"), 0);
        }
    });
}

void PhotoDock::setEditor(Editor* editor) {
    for (const auto& connection : m_connections) {
        disconnect(connection);
    }
    m_connections.clear();
    m_editor = editor;
    if (editor != nullptr) {
        Document& document = editor->document();
        m_gesture = document.newGesture(); // turning the knob is one step
        const auto recount = [this] { m_calm.start(); };
        m_connections = {connect(&document, &Document::baseChanged, this, &PhotoDock::follow),
                         connect(&document, &Document::regionChanged, this, recount),
                         connect(&document, &Document::stylesChanged, this, recount),
                         connect(&document, &Document::mapsReplaced, this, &PhotoDock::follow),
                         connect(&editor->state(), &EditorState::photoLayerOpacityChanged, this,
                                 &PhotoDock::follow)};
    }
    follow();
}

void PhotoDock::follow() {
    const QScopedValueRollback following(m_following, true);
    const bool there = m_editor != nullptr;
    const scene::KeepSettings keep = there ? m_editor->scene().keep : scene::KeepSettings();
    m_opacity->setEnabled(there && m_editor->scene().referencePhoto);
    m_opacity->setValue(there ? m_editor->state().photoLayerOpacity() : 0);
    m_keep->setChecked(keep.on);
    m_feather->setValue(keep.feather);
    m_match->setChecked(keep.matchColours);
    for (QWidget* part : {static_cast<QWidget*>(m_feather), static_cast<QWidget*>(m_match)}) {
        part->setEnabled(keep.on);
    }
    refreshActions();
    countTouched();
}

void PhotoDock::countTouched() {
    if (m_editor == nullptr || !m_editor->scene().referencePhoto) {
        m_touched->setText(tr("No photo. Open one, or keep the photo that is shown now."));
        return;
    }
    if (!scene::knowsPhoto(m_editor->scene())) {
        m_touched->setText(m_editor->scene().photoMaps
                               ? tr("The maps have another size than the photo's labels: nothing "
                                    "can be kept until the labels describe the photo again.")
                               : tr("Nobody said yet what the photo shows."));
        return;
    }
    constexpr double percent = 100;
    m_touched->setText(tr("%1 % of the scene was touched.")
                           .arg(percent * touchedShare(m_editor->scene()), 0, 'f', 1));
}

void PhotoDock::refreshActions() {
    if (m_editor == nullptr) {
        return;
    }
    const scene::SceneState& scene = m_editor->scene();
    const bool exact = m_services.rendering().photo().truth() == PhotoState::Truth::Exact;
    const QString noPhoto = scene.referencePhoto ? QString() : tr("the scene has no photo layer");
    const QString keepable = scene.referencePhoto || exact || scene.keep.on
                                 ? QString()
                                 : tr("there is no photo to keep yet");
    m_actions.allow("photo.keep", keepable);
    m_keep->setEnabled(keepable.isEmpty());
    m_actions.allow("photo.describe", noPhoto);
    m_actions.allow("photo.bake", exact ? QString() : tr("the photo is not exact yet"));
    const QScopedValueRollback following(m_following, true);
    m_actions.at("photo.keep")->setChecked(scene.keep.on);
}

void PhotoDock::setKeep(const scene::KeepSettings& keep, const QString& text,
                        std::uint64_t gesture) {
    m_editor->document().apply({scene::SetKeep{keep}, gesture}, text);
}

void PhotoDock::switchKeep(bool on) {
    if (m_following || m_editor == nullptr || on == m_editor->scene().keep.on) {
        return;
    }
    auto shown = exactPhoto(m_services.rendering().photo());
    if (on && !m_editor->scene().referencePhoto && !shown) {
        follow();
        return;
    }
    m_editor->document().apply(keepEdit(m_editor->scene(), on, std::move(shown)),
                               on ? tr("Keep what is not touched") : tr("Paint everything"));
}

void PhotoDock::bake() {
    const PhotoState& photo = m_services.rendering().photo();
    const std::uint64_t revision = m_editor->document().revision();
    workPool().start([guard = QPointer(this), revision, scene = m_editor->scene(),
                      id = m_editor->document().id(), shown = photo.photo(),
                      painted = photo.parts().painted] {
        std::shared_ptr<const Image> baked;
        QString failure;
        try {
            baked = bakedPhoto(scene, shown, painted);
        } catch (const Error& error) {
            failure = QString::fromStdString(error.message());
        } catch (const std::bad_alloc&) {
            failure = tr("There is not enough memory to bake the photo.");
        }
        QMetaObject::invokeMethod(QCoreApplication::instance(), [guard, baked, failure, revision,
                                                                 id] {
            if (!guard || guard->m_editor == nullptr || guard->m_editor->document().id() != id) {
                return;
            }
            Document& document = guard->m_editor->document();
            if (!baked || document.revision() != revision) {
                Q_EMIT guard->failed(QStringLiteral("bake"),
                                     !failure.isEmpty()
                                         ? failure
                                         : tr("The scene changed while its photo was being "
                                              "baked. Bake again"));
                return;
            }
            document.apply(bakeEdit(document.scene(), baked), tr("Bake as photo layer"));
        });
    });
}

} // namespace underpaint::ui
