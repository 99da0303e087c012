// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/script/script_scene.h"

#include "engine/base/error.h"
#include "engine/project/shown_text.h"
#include "engine/scene/edit_codec.h"
#include "engine/scene/instances.h"

#include <iterator>
#include <utility>

namespace underpaint::script {

const scene::SceneState& ScriptScene::state() const {
    if (!m_begun) {
        throw Error("there is no scene yet", {}, "Begin with new, open or import");
    }
    return *m_scene;
}

void ScriptScene::begin(scene::SceneState state) {
    project::Project project;
    project.state = std::move(state);
    begin(std::move(project));
}

void ScriptScene::begin(project::Project project) {
    m_scene = scene::Scene(std::move(project.state));
    m_history = std::move(project.history);
    m_forgotten = project.forgottenHistory;
    m_view = std::move(project.view);
    m_undone.clear();
    m_names.clear();
    m_begun = true;
}

void ScriptScene::apply(const scene::Edit& edit, const std::string& text) {
    (void)state();
    if (edit.empty()) {
        return;
    }
    const scene::Edit inverse = m_scene.apply(edit);
    m_history.push_back({text, scene::serialise(edit), scene::serialise(inverse)});
    m_undone.clear();
}

void ScriptScene::undo(std::size_t steps) {
    (void)state();
    std::size_t possible = 0;
    while (possible < m_history.size() &&
           !m_history[m_history.size() - 1 - possible].inverse.empty()) {
        ++possible;
    }
    if (steps > possible) {
        badField("steps", "asks for " + std::to_string(steps) + ", but only " +
                              std::to_string(possible) + " can be undone");
    }
    for (std::size_t i = 0; i < steps; ++i) {
        m_scene.apply(scene::parse(m_history.back().inverse));
        m_undone.push_back(std::move(m_history.back()));
        m_history.pop_back();
    }
}

void ScriptScene::redo(std::size_t steps) {
    (void)state();
    if (steps > m_undone.size()) {
        badField("steps", "asks for " + std::to_string(steps) + ", but only " +
                              std::to_string(m_undone.size()) + " were undone");
    }
    for (std::size_t i = 0; i < steps; ++i) {
        m_scene.apply(scene::parse(m_undone.back().edit));
        m_history.push_back(std::move(m_undone.back()));
        m_undone.pop_back();
    }
}

project::Project ScriptScene::project() const {
    project::Project project;
    project.state = state();
    project.history = m_history;
    project.forgottenHistory = m_forgotten;
    project.view = m_view;
    return project;
}

const scene::LabelClass& ScriptScene::classOf(const ClassName& name,
                                              const std::string& field) const {
    const scene::LabelSet& classes = state().labelSet;
    const auto* number = std::get_if<std::uint16_t>(&name);
    const scene::LabelClass* found =
        number != nullptr ? classes.find(*number)
                          : classes.find(std::string_view(std::get<std::string>(name)));
    if (found == nullptr) {
        constexpr std::size_t shown = 12;
        std::string known;
        for (std::size_t i = 0; i < classes.size() && i < shown; ++i) {
            known += (i == 0 ? "" : ", ") + classes.classes()[i].name;
        }
        badField(field,
                 "the scene has no class " +
                     (number != nullptr ? std::to_string(*number)
                                        : project::shownText(std::get<std::string>(name))),
                 "Its classes are " + known + (classes.size() > shown ? ", …" : ""));
    }
    return *found;
}

scene::ProtectedLabels ScriptScene::labelsOf(const std::vector<ClassName>& names,
                                             const std::string& field) const {
    scene::ProtectedLabels labels;
    for (const ClassName& name : names) {
        labels.insert(classOf(name, field).id);
    }
    return labels;
}

std::uint32_t ScriptScene::idOf(const InstanceName& name, const std::string& field) const {
    if (const auto* id = std::get_if<std::uint32_t>(&name)) {
        return *id;
    }
    const std::string& text = std::get<std::string>(name);
    const auto found = m_names.find(text);
    if (found == m_names.end()) {
        badField(field, "no command has called an instance " + project::shownText(text),
                 "Give its id, or name it with \"as\" where it is painted");
    }
    return found->second;
}

std::vector<std::uint32_t> ScriptScene::idsOf(const std::vector<InstanceName>& names,
                                              const std::string& field) const {
    std::vector<std::uint32_t> ids;
    for (const InstanceName& name : names) {
        const std::uint32_t id = idOf(name, field);
        if (!scene::instanceIn(state(), id)) {
            badField(field, "no pixel of the scene has the instance id " + std::to_string(id));
        }
        ids.push_back(id);
    }
    return ids;
}

} // namespace underpaint::script
