// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/imaging/mapped_scene.h"
#include "ui/document/document.h"
#include "ui/document/editor_state.h"
#include "ui/session/scene_watch.h"

#include <memory>
#include <utility>
#include <vector>

namespace underpaint::ui {

/// An open document and what belongs to the work on it: made when it is opened, gone when it is
/// closed. The docks show one of these at a time.
class Editor {
public:
    explicit Editor(std::unique_ptr<Document> opened)
        : m_document(std::move(opened)), m_state(*m_document), m_watch(*m_document) {
        QObject::connect(m_document.get(), &Document::framesChanged, m_document.get(),
                         [this] { forgetClassChanges(); });
    }
    Editor(const Editor&) = delete;
    Editor& operator=(const Editor&) = delete;

    Document& document() { return *m_document; }
    EditorState& state() { return m_state; }
    SceneWatch& watch() { return m_watch; }
    const Document& document() const { return *m_document; }
    const EditorState& state() const { return m_state; }
    const SceneWatch& watch() const { return m_watch; }
    const scene::SceneState& scene() const { return m_document->scene(); }

    /// How the frames came into the classes of other models, one change each, the last time at the
    /// end; for presentClassChange(). Maps from elsewhere end it, and frames that come or go: which
    /// was which is not known any more.
    /// @{
    using ClassChanges = std::vector<imaging::ClassChange>;
    const std::vector<ClassChanges>& classChanges() const { return m_classChanges; }
    void addClassChange(ClassChanges change) { m_classChanges.push_back(std::move(change)); }
    void forgetClassChanges() { m_classChanges.clear(); }
    /// @}

private:
    std::unique_ptr<Document> m_document;
    EditorState m_state;
    SceneWatch m_watch;
    std::vector<ClassChanges> m_classChanges;
};

} // namespace underpaint::ui
