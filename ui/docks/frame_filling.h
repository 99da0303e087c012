// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QTimer>

#include <cstdint>
#include <optional>

class QImage;

namespace underpaint::ui {

class Document;
class FrameModel;
class Services;

/// Has the small photos of frames painted that nobody looked at, while there is nothing else to do:
/// one at a time, the nearest to the frame in view first.
class FrameFilling : public QObject {
    Q_OBJECT

public:
    /// All must outlive it.
    FrameFilling(Services& services, FrameModel& model, QObject* parent = nullptr);

    /// Nullptr: none.
    void setDocument(const Document* document);
    /// Whether anybody sees them.
    void setWanted(bool wanted);
    /// Something is otherwise: goes on after a moment of rest.
    void reconsider();

private:
    void stop();
    void ask();
    void take(const QImage& photo);
    bool isIdle() const;

    Services& m_services;
    FrameModel& m_model;
    const Document* m_document = nullptr;
    bool m_wanted = false;
    QTimer m_calm;
    std::optional<std::uint64_t> m_asked; ///< revision of the frame that is painted
};

} // namespace underpaint::ui
