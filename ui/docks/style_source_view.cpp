// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/docks/style_source_view.h"

#include "engine/base/error.h"
#include "engine/imaging/codec.h"
#include "ui/document/shared_image.h"
#include "ui/document/work_pool.h"
#include "ui/widgets/plain_text.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPixmap>
#include <QPointer>
#include <QThreadPool>

#include <memory>
#include <new>

namespace underpaint::ui {

namespace {

constexpr QSize largestPhoto(112, 72);

/// Null where there is no photo any more.
QImage readSmallPhoto(const QString& file) {
    try {
        const auto photo = std::make_shared<const Image>(imaging::readPhoto(file.toStdString()));
        return ui::toQt(photo).scaled(largestPhoto, Qt::KeepAspectRatio, Qt::SmoothTransformation);
    } catch (const Error&) {
        return {};
    } catch (const std::bad_alloc&) {
        return {};
    }
}

/// Dark and light, so that it is seen on any photo.
void markPlace(QImage& photo, const QRectF& place) {
    const QRectF frame(place.x() * photo.width(), place.y() * photo.height(),
                       place.width() * photo.width(), place.height() * photo.height());
    QPainter painter(&photo);
    painter.setPen(QPen(Qt::black, 3));
    painter.drawRect(frame.adjusted(1, 1, -1, -1));
    painter.setPen(QPen(Qt::white, 1));
    painter.drawRect(frame.adjusted(1, 1, -1, -1));
}

} // namespace

StyleSourceView::StyleSourceView(QWidget* parent)
    : QWidget(parent), m_photo(new QLabel(this)), m_text(new QLabel(this)) {
    m_text->setTextFormat(Qt::PlainText); // names of files
    m_text->setWordWrap(true);
    m_photo->setAccessibleName(tr("Where the style was taken from"));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 2, 0, 2);
    row->addWidget(m_photo);
    row->addWidget(m_text, 1);
    hide();
}

void StyleSourceView::present(const std::optional<StyleSource>& source, const QImage& own) {
    if (source == m_source) {
        return; // while a slider is dragged
    }
    m_source = source;
    m_picture = QImage();
    m_photo->hide();
    m_photo->setToolTip({});
    setVisible(source.has_value());
    if (!source) {
        m_shown.clear();
        return;
    }
    const QString name = QFileInfo(source->photo).fileName();
    if (source->photo.isEmpty()) {
        m_shown = tr("Taken from %1").arg(source->instance);
    } else if (source->instance.isEmpty()) {
        m_shown = tr("Taken from the photo %1").arg(name);
    } else {
        m_shown = tr("Taken from %1, which has it from the photo %2").arg(source->instance, name);
    }
    m_text->setText(m_shown);
    if (source->photo.isEmpty()) {
        return;
    }
    m_photo->setToolTip(plainToolTip(source->photo));
    if (source->photo == m_file && !m_small.isNull()) {
        showPhoto(m_small);
    } else if (source->ownPhoto && !own.isNull()) {
        showPhoto(own.scaled(largestPhoto, Qt::KeepAspectRatio, Qt::SmoothTransformation));
    } else {
        read(source->photo);
    }
}

void StyleSourceView::read(const QString& file) {
    // The thread knows the view by a guard only, which is looked at back on this thread.
    workPool().start([guard = QPointer(this), file] {
        QImage photo = readSmallPhoto(file);
        QMetaObject::invokeMethod(QCoreApplication::instance(),
                                  [guard, file, photo = std::move(photo)] {
                                      if (guard) {
                                          guard->takePhoto(file, photo);
                                      }
                                  });
    });
}

void StyleSourceView::takePhoto(const QString& file, const QImage& photo) {
    m_file = file;
    m_small = photo;
    if (!m_source || m_source->photo != file) {
        return;
    }
    if (photo.isNull()) {
        m_shown += QLatin1Char(' ') + tr("(it is not there any more)");
        m_text->setText(m_shown);
    } else {
        showPhoto(photo);
    }
}

void StyleSourceView::showPhoto(const QImage& photo) {
    m_picture = photo.convertToFormat(QImage::Format_RGB32);
    if (!m_source->place.isEmpty()) {
        markPlace(m_picture, m_source->place);
    }
    m_photo->setPixmap(QPixmap::fromImage(m_picture));
    m_photo->show();
}

} // namespace underpaint::ui
