// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/geometry.h"

#include <QPointF>
#include <QRectF>

class QPainter;

namespace underpaint::ui {

/// How pins are drawn, on the scene and on the exemplar alike: a numbered disc.
namespace pin_marks {

/// In pixels of the screen: how far from its middle a pin is still meant.
inline constexpr double reach = 10;

/// Of a pixel.
QPointF middleOf(Point pixel);
/// `number` counts from 1; `at` is in the painter's coordinates.
void draw(QPainter& painter, QPointF at, int number);
/// What draw() covers.
QRectF bounds(QPointF at);

} // namespace pin_marks

} // namespace underpaint::ui
