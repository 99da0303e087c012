// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/check_dialog.h"

#include "ui/dialogs/class_swatch.h"
#include "ui/document/class_names.h"
#include "ui/document/photo_state.h"
#include "ui/document/work_pool.h"
#include "ui/session/editor.h"

#include <QCoreApplication>
#include <QDialogButtonBox>
#include <QLabel>
#include <QListWidget>
#include <QPointer>
#include <QPushButton>
#include <QThreadPool>
#include <QVBoxLayout>

#include <algorithm>
#include <chrono>
#include <utility>

namespace underpaint::ui {

namespace {

constexpr QSize firstCheckSize{360, 420};
constexpr std::chrono::milliseconds calmBeforeCheck(300);
/// More are not read by anybody.
constexpr std::size_t mostShown = 500;
/// Around a place that is shown, in pixels of the map.
constexpr int surroundings = 24;

using FoundKind = imaging::SceneFinding::Kind;

} // namespace

CheckDialog::CheckDialog(Editor& editor, const PhotoState& photo, QWidget* parent)
    : QDialog(parent),
      m_editor(editor),
      m_photo(photo),
      m_summary(new QLabel(this)),
      m_list(new QListWidget(this)),
      m_remove(new QPushButton(tr("&Remove All Speckles"), this)) {
    setWindowTitle(tr("Check of the Scene"));
    resize(firstCheckSize);
    m_summary->setWordWrap(true);
    m_list->setAccessibleName(tr("What was found"));
    m_list->setToolTip(tr("A click goes to the place"));
    m_remove->setToolTip(tr("Each gets the class that most of the pixels around it have"));
    m_remove->setAutoDefault(false);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    buttons->addButton(m_remove, QDialogButtonBox::ActionRole);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::close);
    auto* column = new QVBoxLayout(this);
    column->addWidget(m_summary);
    column->addWidget(m_list, 1);
    column->addWidget(buttons);

    m_calm.setSingleShot(true);
    m_calm.setInterval(calmBeforeCheck);
    connect(&m_calm, &QTimer::timeout, this, &CheckDialog::check);
    const auto later = [this] { m_calm.start(); };
    const Document& document = editor.document();
    connect(&document, &Document::regionChanged, this, later);
    connect(&document, &Document::labelSetChanged, this, later);
    connect(&document, &Document::mapsReplaced, this, later);
    connect(&photo, &PhotoState::stateChanged, this, later);
    connect(m_list, &QListWidget::currentRowChanged, this, &CheckDialog::goTo);
    connect(m_list, &QListWidget::itemClicked, this,
            [this](QListWidgetItem* item) { goTo(m_list->row(item)); });
    connect(m_remove, &QPushButton::clicked, this, &CheckDialog::takeSpecklesOut);
    check();
}

void CheckDialog::check() {
    imaging::SceneCheck what;
    for (const scene::LabelClass& one : m_editor.scene().labelSet.classes()) {
        if (m_photo.unknownClasses().contains(QString::fromStdString(one.name))) {
            what.unknown.insert(one.id);
        }
    }
    const quint64 number = ++m_asked;
    workPool().start([guard = QPointer(this), number, what, scene = m_editor.scene()] {
        auto findings = imaging::findingsIn(scene, what);
        QMetaObject::invokeMethod(
            QCoreApplication::instance(),
            [guard, number, findings = std::move(findings)]() mutable {
                if (guard && guard->m_asked == number) {
                    guard->take(std::move(findings));
                }
            },
            Qt::QueuedConnection);
    });
}

QString CheckDialog::textOf(const imaging::SceneFinding& finding) const {
    const scene::LabelClass* known = m_editor.scene().labelSet.find(finding.label);
    const QString name = known == nullptr ? QString::number(finding.label) : className(known->name);
    const auto pixels = static_cast<int>(finding.pixels);
    switch (finding.kind) {
    case FoundKind::UnknownClass:
        return tr("%1: the model does not know it").arg(name);
    case FoundKind::Scattered:
        return tr("%1: one object in %n piece(s)", nullptr, static_cast<int>(finding.pieces))
            .arg(name);
    case FoundKind::Small:
        return tr("%1: an object of %n pixel(s)", nullptr, pixels).arg(name);
    case FoundKind::Speckle:
        break;
    }
    return tr("%1: a speckle of %n pixel(s)", nullptr, pixels).arg(name);
}

void CheckDialog::take(std::vector<imaging::SceneFinding> findings) {
    if (findings != m_findings || m_list->count() == 0) {
        m_findings = std::move(findings);
        const QSignalBlocker quiet(m_list);
        m_list->clear();
        for (std::size_t i = 0; i < std::min(m_findings.size(), mostShown); ++i) {
            const scene::LabelClass* known = m_editor.scene().labelSet.find(m_findings[i].label);
            new QListWidgetItem(known == nullptr ? QIcon() : QIcon(classSwatch(known->colour)),
                                textOf(m_findings[i]), m_list);
        }
        m_list->setCurrentRow(0); // else the focus would choose it, and go there
    }
    m_summary->setText(m_findings.empty() ? tr("Nothing was found that looks like a mistake.")
                                          : tr("%n place(s) may not be meant as they are.", nullptr,
                                               static_cast<int>(m_findings.size())));
    m_remove->setEnabled(std::ranges::any_of(
        m_findings, [](const auto& one) { return one.kind == FoundKind::Speckle; }));
    Q_EMIT checked();
}

void CheckDialog::goTo(int row) {
    if (row < 0 || static_cast<std::size_t>(row) >= m_findings.size()) {
        return;
    }
    const imaging::SceneFinding& finding = m_findings[static_cast<std::size_t>(row)];
    if (finding.kind == FoundKind::Scattered || finding.kind == FoundKind::Small) {
        m_editor.state().selectInstances({finding.instance});
    }
    const Rect& box = finding.box;
    Q_EMIT placeWanted(QRectF(box.x, box.y, box.width, box.height)
                           .adjusted(-surroundings, -surroundings, surroundings, surroundings));
}

void CheckDialog::takeSpecklesOut() {
    std::vector<scene::Edit> edits = imaging::withoutSpeckles(m_editor.scene(), m_findings);
    if (!edits.empty()) {
        m_editor.document().apply({scene::EditGroup{std::move(edits)}}, tr("Remove speckles"));
    }
}

} // namespace underpaint::ui
