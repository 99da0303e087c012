// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/docks/exemplar_list.h"

#include "engine/imaging/codec.h"
#include "ui/document/shared_image.h"
#include "ui/session/editor.h"
#include "ui/session/exemplar_commands.h"

#include <QDragEnterEvent>
#include <QMimeData>
#include <QPixmap>
#include <QScopedValueRollback>
#include <QUrl>

#include <set>

namespace underpaint::ui {

namespace {

constexpr int pictureSide = 56;
constexpr int idRole = Qt::UserRole;

/// The picture that is dragged, or nothing.
QString pictureFile(const QMimeData& data) {
    for (const QUrl& url : data.urls()) {
        if (url.isLocalFile() && imaging::hasImageExtension(url.toLocalFile().toStdString())) {
            return url.toLocalFile();
        }
    }
    return {};
}

} // namespace

ExemplarList::ExemplarList(QWidget* parent) : QListWidget(parent) {
    setObjectName(QStringLiteral("exemplars"));
    setAccessibleName(tr("Exemplars"));
    setToolTip(tr("Photos that lend the scene their look. Drop one here"));
    setIconSize({pictureSide, pictureSide});
    setAcceptDrops(true);
    setDragDropMode(QAbstractItemView::DropOnly);
    connect(this, &QListWidget::currentItemChanged, this, [this] {
        if (!m_showing) {
            Q_EMIT chosenChanged();
        }
    });
}

void ExemplarList::follow(const Editor* editor) {
    const QScopedValueRollback showing(m_showing, true);
    const std::string kept = current();
    clear();
    if (editor == nullptr) {
        m_pictures.clear();
        return;
    }
    std::set<std::shared_ptr<const Image>> shown;
    for (const auto& [id, exemplar] : editor->scene().allExemplars()) {
        const QString name = QString::fromStdString(id);
        auto* item = std::make_unique<QListWidgetItem>(
                         pictureOf(exemplar->photo),
                         name + QLatin1Char('\n') + targetName(*editor, exemplar->target), this)
                         .release(); // the list owns its items
        item->setData(idRole, name);
        shown.insert(exemplar->photo);
    }
    std::erase_if(m_pictures, [&](const auto& one) { return !shown.contains(one.first); });
    setCurrent(kept);
    if (currentItem() == nullptr && count() > 0) {
        setCurrentRow(0);
    }
}

std::string ExemplarList::current() const {
    const QListWidgetItem* item = currentItem();
    return item == nullptr ? std::string() : item->data(idRole).toString().toStdString();
}

void ExemplarList::setCurrent(const std::string& id) {
    for (int row = 0; row < count(); ++row) {
        if (item(row)->data(idRole).toString().toStdString() == id) {
            setCurrentRow(row);
            return;
        }
    }
}

QIcon ExemplarList::pictureOf(const std::shared_ptr<const Image>& photo) {
    QIcon& icon = m_pictures[photo];
    if (icon.isNull()) {
        icon = QPixmap::fromImage(toQt(photo).scaled(pictureSide, pictureSide, Qt::KeepAspectRatio,
                                                     Qt::SmoothTransformation));
    }
    return icon;
}

void ExemplarList::dragEnterEvent(QDragEnterEvent* event) {
    if (!pictureFile(*event->mimeData()).isEmpty()) {
        event->acceptProposedAction();
    }
}

void ExemplarList::dragMoveEvent(QDragMoveEvent* event) {
    if (!pictureFile(*event->mimeData()).isEmpty()) {
        event->acceptProposedAction();
    }
}

void ExemplarList::dropEvent(QDropEvent* event) {
    const QString file = pictureFile(*event->mimeData());
    if (!file.isEmpty()) {
        event->acceptProposedAction();
        Q_EMIT dropped(file);
    }
}

} // namespace underpaint::ui
