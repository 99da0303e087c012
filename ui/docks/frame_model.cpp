// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/docks/frame_model.h"

#include "ui/document/document.h"
#include "ui/document/label_thumbnail.h"
#include "ui/document/shared_image.h"

#include <algorithm>
#include <memory>

namespace underpaint::ui {

namespace {

QSize photoSize(QSize scene) {
    constexpr QSize most(FrameModel::photoExtent, FrameModel::photoExtent);
    return scene.width() <= most.width() && scene.height() <= most.height()
               ? scene
               : scene.scaled(most, Qt::KeepAspectRatio).expandedTo(QSize(1, 1));
}

} // namespace

void FrameModel::setDocument(const Document* document) {
    beginResetModel();
    m_document = document;
    m_rows = document != nullptr ? static_cast<int>(document->frames()) : 0;
    m_in.reset();
    m_out.reset();
    m_certainty.clear();
    m_labels.clear();
    m_photos.clear();
    m_shown.clear();
    endResetModel();
}

void FrameModel::reload() {
    beginResetModel();
    m_rows = static_cast<int>(m_document->frames());
    const std::size_t last = m_document->frames() - 1;
    for (auto* mark : {&m_in, &m_out}) {
        if (*mark) {
            *mark = std::min(**mark, last);
        }
    }
    endResetModel();
}

int FrameModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : m_rows;
}

QImage FrameModel::labels(std::size_t frame) const {
    const std::uint64_t revision = m_document->sequence().revision(frame);
    if (const QImage* known = m_labels.object(revision)) {
        return *known;
    }
    QImage made = LabelThumbnail(m_document->sequence().frame(frame)).image();
    m_labels.insert(revision, std::make_unique<QImage>(made).release(),
                    static_cast<int>(made.sizeInBytes()));
    return made;
}

QImage FrameModel::photo(std::uint64_t revision) const {
    const Photo* photo = m_photos.object(revision);
    if (photo == nullptr) {
        return {};
    }
    if (std::ranges::find(m_shown, revision) == m_shown.end()) {
        m_shown.push_back(revision);
    }
    while (m_shown.size() > shownPhotos) {
        if (const Photo* last = m_photos.object(m_shown.front())) {
            last->picture->rest();
        }
        m_shown.pop_front();
    }
    return toQt(photo->picture);
}

QVariant FrameModel::data(const QModelIndex& index, int role) const {
    if (m_document == nullptr || !index.isValid() || index.row() >= m_rows ||
        static_cast<std::size_t>(index.row()) >= m_document->frames()) {
        return {};
    }
    const auto frame = static_cast<std::size_t>(index.row());
    const std::uint64_t revision = m_document->sequence().revision(frame);
    const auto [first, last] = range();
    switch (role) {
    case Qt::DisplayRole:
        return QString::number(frame + 1);
    case Qt::AccessibleTextRole:
    case Qt::ToolTipRole:
        return tr("Frame %1 of %2").arg(frame + 1).arg(m_rows);
    case LabelsRole:
        return labels(frame);
    case PhotoRole:
        return photo(revision);
    case InRangeRole:
        return frame >= first && frame <= last;
    case EdgeRole:
        return (m_in && frame == first ? 1 : 0) + (m_out && frame == last ? 2 : 0);
    case CertaintyRole: {
        const auto found = m_certainty.find(revision);
        return found == m_certainty.end() ? QVariant() : QVariant(found->second);
    }
    default:
        return {};
    }
}

void FrameModel::keepPhoto(std::size_t frame, const QImage& photo, bool exact) {
    if (photo.isNull() || frame >= m_document->frames()) {
        return;
    }
    const std::uint64_t revision = m_document->sequence().revision(frame);
    const Photo* known = m_photos.object(revision);
    if (known != nullptr && known->exact && !exact) {
        return;
    }
    auto small = std::make_unique<Photo>();
    // Previews have sides that the model likes: all are drawn in the shape of the map.
    const Size map = m_document->scene().size();
    small->picture = scene::putAway(std::make_shared<const Image>(
        fromQt(photo.scaled(photoSize(QSize(map.width, map.height)), Qt::IgnoreAspectRatio,
                            Qt::SmoothTransformation))));
    small->exact = exact;
    const auto bytes = static_cast<int>(small->picture->values().size());
    m_photos.insert(revision, small.release(), bytes);
    const QModelIndex at = index(static_cast<int>(frame));
    Q_EMIT dataChanged(at, at, {PhotoRole});
}

std::optional<std::size_t> FrameModel::nearestWithoutPhoto(std::size_t middle) const {
    const Size map = m_document->scene().size();
    const QSize small = photoSize(QSize(map.width, map.height));
    constexpr int bytesPerPixel = 3;
    // Half of the room: what was filled at another place goes first, not what is filled now.
    const auto most = static_cast<std::size_t>(
        std::max(1, mostPhotoBytes / 2 / (small.width() * small.height() * bytesPerPixel)));
    const std::size_t frames = m_document->frames();
    const auto lacks = [&](std::size_t frame) {
        return !m_photos.contains(m_document->sequence().revision(frame));
    };
    std::size_t near = 0; // that have room
    for (std::size_t away = 0; near < most && away < frames; ++away) {
        if (middle + away < frames) {
            ++near;
            if (lacks(middle + away)) {
                return middle + away;
            }
        }
        if (away > 0 && middle >= away) {
            ++near;
            if (lacks(middle - away)) {
                return middle - away;
            }
        }
    }
    return std::nullopt;
}

std::pair<std::size_t, std::size_t> FrameModel::range() const {
    const std::size_t end = m_rows > 0 ? static_cast<std::size_t>(m_rows) - 1 : 0;
    const std::size_t first = std::min(m_in.value_or(0), end);
    return {first, std::clamp(m_out.value_or(end), first, end)};
}

void FrameModel::setIn(std::optional<std::size_t> frame) {
    m_in = frame;
    if (m_in && m_out && *m_out < *m_in) {
        m_out.reset();
    }
    touch();
}

void FrameModel::setOut(std::optional<std::size_t> frame) {
    m_out = frame;
    if (m_in && m_out && *m_out < *m_in) {
        m_in.reset();
    }
    touch();
}

void FrameModel::setCertainty(std::map<std::uint64_t, double> certainty) {
    m_certainty = std::move(certainty);
    touch();
}

void FrameModel::touch() {
    if (m_rows > 0) {
        Q_EMIT dataChanged(index(0), index(m_rows - 1));
    }
}

} // namespace underpaint::ui
