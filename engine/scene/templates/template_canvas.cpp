// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/scene/templates/template_canvas.h"

#include "engine/scene/instance_ids.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

namespace underpaint::scene {

namespace {

/// A connected part of an object.
struct ObjectPart {
    std::uint32_t object = 0;
    std::uint16_t label = 0;
    std::vector<std::size_t> cells; ///< the first in reading order first
};

/// Neighbours share a side. Only of the labels that `wanted` names.
std::vector<ObjectPart> partsOfObjects(const LabelPlane& labels, const InstancePlane& objects,
                                       const std::set<std::uint16_t>& wanted) {
    const auto width = static_cast<std::size_t>(labels.width());
    const std::size_t count = labels.values().size();
    std::vector<ObjectPart> parts;
    if (wanted.empty()) {
        return parts;
    }
    std::vector<bool> seen(count);
    for (std::size_t start = 0; start < count; ++start) {
        const std::uint16_t label = labels.values()[start];
        if (seen[start] || !wanted.contains(label)) {
            continue;
        }
        ObjectPart part{objects.values()[start], label, {start}};
        seen[start] = true;
        const auto visit = [&](std::size_t cell) {
            if (!seen[cell] && objects.values()[cell] == part.object) {
                seen[cell] = true;
                part.cells.push_back(cell);
            }
        };
        for (std::size_t next = 0; next < part.cells.size(); ++next) {
            const std::size_t cell = part.cells[next];
            if (cell % width > 0) {
                visit(cell - 1);
            }
            if ((cell + 1) % width > 0) {
                visit(cell + 1);
            }
            if (cell >= width) {
                visit(cell - width);
            }
            if (cell + width < count) {
                visit(cell + width);
            }
        }
        parts.push_back(std::move(part));
    }
    return parts;
}

} // namespace

TemplateCanvas::TemplateCanvas(Size size, const RoleClasses& classes)
    : m_size(size),
      m_aspect(static_cast<double>(size.width) / size.height),
      m_classes(classes),
      m_labels(size.width, size.height),
      m_objects(size.width, size.height) {}

bool TemplateCanvas::begin(const Roles& roles) {
    const auto one = m_classes.find(roles);
    if (one) {
        ++m_object;
        m_class = one->id;
        if (one->thing) {
            m_things.insert(one->id);
        }
    }
    return one.has_value();
}

int TemplateCanvas::cellAt(double coordinate) const {
    // Beyond this nothing is drawn, and integers do not overflow.
    constexpr double far = 16;
    return static_cast<int>(std::lround(std::clamp(coordinate, -far, far) * m_size.height));
}

void TemplateCanvas::fillRow(int y, int left, int right) {
    left = std::max(left, 0);
    right = std::min(right, m_size.width);
    if (y < 0 || y >= m_size.height || left >= right) {
        return;
    }
    const auto from = static_cast<std::size_t>(left);
    const auto length = static_cast<std::size_t>(right - left);
    std::ranges::fill(m_labels.row(y).subspan(from, length), m_class);
    std::ranges::fill(m_objects.row(y).subspan(from, length), m_object);
}

void TemplateCanvas::fill(const Roles& roles) {
    if (begin(roles)) {
        for (int y = 0; y < m_size.height; ++y) {
            fillRow(y, 0, m_size.width);
        }
    }
}

void TemplateCanvas::fillBelow(const Roles& roles, const std::function<double(double)>& top) {
    if (!begin(roles)) {
        return;
    }
    for (int x = 0; x < m_size.width; ++x) {
        const int first = std::max(cellAt(top((x + 0.5) / m_size.height)), 0);
        for (int y = first; y < m_size.height; ++y) {
            m_labels.at(x, y) = m_class;
            m_objects.at(x, y) = m_object;
        }
    }
}

void TemplateCanvas::fillBetween(const Roles& roles, double top, double bottom,
                                 const std::function<double(double)>& left,
                                 const std::function<double(double)>& right) {
    if (!begin(roles)) {
        return;
    }
    for (int y = std::max(cellAt(top), 0); y < std::min(cellAt(bottom), m_size.height); ++y) {
        const double at = (y + 0.5) / m_size.height;
        fillRow(y, cellAt(left(at)), cellAt(right(at)));
    }
}

void TemplateCanvas::fillOutlines(const Roles& roles, std::span<const Outline> outlines) {
    if (!begin(roles)) {
        return;
    }
    std::vector<double> crossings;
    for (const Outline& outline : outlines) {
        if (outline.empty()) {
            continue;
        }
        const auto [highest, lowest] =
            std::ranges::minmax_element(outline, {}, [](const Spot& spot) { return spot.y; });
        for (int y = std::max(cellAt(highest->y), 0);
             y < std::min(cellAt(lowest->y), m_size.height); ++y) {
            const double at = (y + 0.5) / m_size.height;
            crossings.clear();
            for (std::size_t i = 0; i < outline.size(); ++i) {
                const Spot& a = outline[i];
                const Spot& b = outline[(i + 1) % outline.size()];
                if ((a.y <= at) != (b.y <= at)) {
                    crossings.push_back(a.x + (at - a.y) * (b.x - a.x) / (b.y - a.y));
                }
            }
            std::ranges::sort(crossings);
            for (std::size_t i = 0; i + 1 < crossings.size(); i += 2) {
                fillRow(y, cellAt(crossings[i]), cellAt(crossings[i + 1]));
            }
        }
    }
}

void TemplateCanvas::fillBox(const Roles& roles, double left, double top, double right,
                             double bottom) {
    if (!begin(roles)) {
        return;
    }
    const int first = cellAt(left);
    const int last = std::max(cellAt(right), first + 1);
    const int upper = cellAt(top);
    for (int y = std::max(upper, 0);
         y < std::min(std::max(cellAt(bottom), upper + 1), m_size.height); ++y) {
        fillRow(y, first, last);
    }
}

void TemplateCanvas::dissolveSplinters() {
    constexpr std::size_t splinter = 3; // of its object's largest part: less than a third
    constexpr std::size_t speck = 4;    // pixels
    const std::vector<ObjectPart> parts = partsOfObjects(m_labels, m_objects, m_things);
    std::map<std::uint32_t, std::size_t> largest;
    for (const ObjectPart& part : parts) {
        largest[part.object] = std::max(largest[part.object], part.cells.size());
    }
    const auto width = static_cast<std::size_t>(m_size.width);
    for (const ObjectPart& part : parts) {
        const std::size_t first = part.cells.front();
        if (first == 0 || (part.cells.size() >= speck &&
                           splinter * part.cells.size() >= largest.at(part.object))) {
            continue;
        }
        // What is left of the first pixel, or above it, belongs to another part that is settled.
        const std::size_t beside = first % width > 0 ? first - 1 : first - width;
        for (const std::size_t cell : part.cells) {
            m_labels.values()[cell] = m_labels.values()[beside];
            m_objects.values()[cell] = m_objects.values()[beside];
        }
    }
}

InstancePlane TemplateCanvas::finish() {
    dissolveSplinters();
    const std::vector<ObjectPart> parts = partsOfObjects(m_labels, m_objects, m_things);
    InstancePlane instances(m_size.width, m_size.height);
    std::ranges::transform(m_labels.values(), instances.values().begin(), stuffInstance);
    std::map<std::uint16_t, std::uint32_t> next;
    for (const ObjectPart& part : parts) {
        // The number of class 0 cannot be told from a class, that of classes from 1000 on is taken.
        const std::uint32_t base = part.label * instancesPerClass;
        std::uint32_t& number =
            next.try_emplace(part.label, part.label < instancesPerClass ? 0 : 1).first->second;
        if (base == 0 || number == instancesPerClass) {
            continue;
        }
        for (const std::size_t cell : part.cells) {
            instances.values()[cell] = base + number;
        }
        ++number;
    }
    return instances;
}

} // namespace underpaint::scene
