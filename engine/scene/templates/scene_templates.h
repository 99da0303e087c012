// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/geometry.h"
#include "engine/base/plane.h"
#include "engine/scene/templates/template_roles.h"

#include <cstdint>
#include <span>
#include <string_view>

namespace underpaint::scene {

class TemplateCanvas;

/// A scene to begin with that can be drawn in any size and of the classes of many models.
struct SceneTemplate {
    std::string_view id;          ///< for settings; windows have names of their own
    std::span<const Roles> needs; ///< without one of these it is not worth drawing
    void (*draw)(TemplateCanvas& canvas);
    std::uint64_t seed = 0; ///< of the scene: one whose styles go well with it in our models
};

/// The more a template asks of the classes, the later it comes.
std::span<const SceneTemplate> sceneTemplates();
/// Nullptr where there is none.
const SceneTemplate* findTemplate(std::string_view id);
bool fits(const SceneTemplate& one, const RoleClasses& classes);

struct TemplateMaps {
    LabelPlane labels;
    InstancePlane instances;
};

/// For a template that fits. Always the same for the same arguments; another size shows the same
/// scene. The size must not be empty.
TemplateMaps drawTemplate(const SceneTemplate& one, const RoleClasses& classes, Size size);

/// How they are drawn: a row of sceneTemplates() each.
/// @{
void drawHorizon(TemplateCanvas& canvas);
void drawValley(TemplateCanvas& canvas);
void drawShore(TemplateCanvas& canvas);
void drawStreet(TemplateCanvas& canvas);
void drawFacade(TemplateCanvas& canvas);
void drawPortrait(TemplateCanvas& canvas);
/// @}

} // namespace underpaint::scene
