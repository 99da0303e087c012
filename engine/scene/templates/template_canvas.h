// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/geometry.h"
#include "engine/base/plane.h"
#include "engine/scene/templates/template_roles.h"

#include <cstdint>
#include <functional>
#include <set>
#include <span>
#include <vector>

namespace underpaint::scene {

/// A place on a TemplateCanvas.
struct Spot {
    double x = 0;
    double y = 0;
};

using Outline = std::vector<Spot>;

/// What templates draw on, in any size. The unit is the height: y goes from 0 at the top to 1, x
/// from 0 to aspect(). What is drawn with one call is one object; the later hides the earlier.
class TemplateCanvas {
public:
    TemplateCanvas(Size size, const RoleClasses& classes);

    double aspect() const { return m_aspect; }
    /// The shorter side: what objects are measured in, so that they keep their shape.
    double scale() const { return m_aspect < 1 ? m_aspect : 1; }
    bool has(const Roles& roles) const { return m_classes.has(roles); }

    /// Each of these draws nothing where no class plays one of the roles.
    /// @{
    void fill(const Roles& roles);
    /// Everything below the height that `top` gives for an x.
    void fillBelow(const Roles& roles, const std::function<double(double x)>& top);
    /// Of the rows between two heights what lies between `left` and `right` of it.
    void fillBetween(const Roles& roles, double top, double bottom,
                     const std::function<double(double y)>& left,
                     const std::function<double(double y)>& right);
    /// Closed outlines, which may overlap, as one object.
    void fillOutlines(const Roles& roles, std::span<const Outline> outlines);
    void fillOutline(const Roles& roles, const Outline& outline) {
        fillOutlines(roles, {&outline, 1});
    }
    /// At least one pixel wide and high, where any of it lies inside.
    void fillBox(const Roles& roles, double left, double top, double right, double bottom);
    /// @}

    const LabelPlane& labels() const { return m_labels; }
    /// Instance ids of what was drawn: objects of things that hang together have one of their own.
    /// Splinters of what a later object cuts through become what is beside them. Ends the drawing.
    InstancePlane finish();

private:
    bool begin(const Roles& roles);
    void fillRow(int y, int left, int right);
    /// Of an object whose cells are `[left, right)` around the coordinates.
    int cellAt(double coordinate) const;
    void dissolveSplinters();

    Size m_size;
    double m_aspect;
    const RoleClasses& m_classes;
    LabelPlane m_labels;
    InstancePlane m_objects; ///< numbers of calls
    std::uint32_t m_object = 0;
    std::uint16_t m_class = 0;
    std::set<std::uint16_t> m_things;
};

} // namespace underpaint::scene
