// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/scene_census.h"

#include <QObject>
#include <QTimer>

namespace underpaint::ui {

class Document;

/// What the map holds, for the docks and the status bar: follows the document in small portions
/// between the user's strokes.
class SceneWatch : public QObject {
    Q_OBJECT

public:
    explicit SceneWatch(Document& document, QObject* parent = nullptr);

    /// As of the last updated().
    /// @{
    const std::map<std::uint16_t, long long>& labelPixels() const { return m_labels; }
    const std::vector<scene::InstanceInfo>& instances() const { return m_instances; }
    /// nullptr when no pixel has the id.
    const scene::InstanceInfo* find(std::uint32_t instance) const;
    /// @}
    /// Counts everything now.
    void finish();

Q_SIGNALS:
    void updated();

private:
    void step(int budget);

    Document& m_document;
    SceneCensus m_census;
    std::map<std::uint16_t, long long> m_labels;
    std::vector<scene::InstanceInfo> m_instances;
    QTimer m_timer;
};

} // namespace underpaint::ui
