// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/docks/exemplar_shelf_view.h"

#include "engine/base/error.h"
#include "ui/session/editor.h"

#include <QIcon>
#include <QImage>
#include <QKeyEvent>
#include <QPixmap>

#include <memory>
#include <utility>

namespace underpaint::ui {

namespace {

constexpr QSize pictureSize(64, 48);

} // namespace

ExemplarShelfView::ExemplarShelfView(std::filesystem::path scenes, QWidget* parent)
    : QListWidget(parent), m_scenes(std::move(scenes)) {
    setObjectName(QStringLiteral("exemplarShelf"));
    setAccessibleName(tr("Shelf of exemplars"));
    setToolTip(tr("Looks that ship with the program: a click lends one to the whole scene"));
    setViewMode(QListView::IconMode);
    setFlow(QListView::LeftToRight);
    setWrapping(false);
    setMovement(QListView::Static);
    setUniformItemSizes(true);
    setIconSize(pictureSize);
    setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    const int text = fontMetrics().height();
    const int bar = 14;
    setFixedHeight(pictureSize.height() + text + bar + 12);
    hide();
    connect(this, &QListWidget::itemClicked, this, [this](const QListWidgetItem* item) {
        Q_EMIT taken(m_shelf.at(static_cast<std::size_t>(row(item))));
    });
}

void ExemplarShelfView::follow(const Editor* editor) {
    const scene::LabelSet classes =
        editor != nullptr ? editor->scene().labelSet : scene::LabelSet();
    if (classes == m_classes) {
        return;
    }
    m_classes = classes;
    m_shelf.clear();
    try {
        if (editor != nullptr) {
            m_shelf = exemplarShelf(m_scenes, classes);
        }
    } catch (const Error& error) {
        Q_EMIT failed(QString::fromStdString(error.message()));
    }
    fill();
}

void ExemplarShelfView::fill() {
    clear();
    for (const ShelfExemplar& exemplar : m_shelf) {
        const QImage photo(QString::fromStdString(exemplar.photo.string()));
        std::make_unique<QListWidgetItem>(
            QPixmap::fromImage(photo.scaled(pictureSize, Qt::KeepAspectRatioByExpanding,
                                            Qt::SmoothTransformation)),
            shownName(exemplar), this)
            .release(); // the list owns its items
    }
    setVisible(!m_shelf.empty());
}

void ExemplarShelfView::keyPressEvent(QKeyEvent* event) {
    const bool chooses = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter ||
                         event->key() == Qt::Key_Space;
    if (chooses && currentRow() >= 0) {
        Q_EMIT taken(m_shelf.at(static_cast<std::size_t>(currentRow())));
        return;
    }
    QListWidget::keyPressEvent(event);
}

} // namespace underpaint::ui
