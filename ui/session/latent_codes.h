// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/random.h"
#include "engine/scene/scene.h"

#include <QImage>
#include <QString>

#include <cstdint>
#include <vector>

namespace underpaint::ui {

class Editor;

/// How far sliders and pads go to both sides: values beyond are rarer than one in 300.
inline constexpr double codeReach = 3;

/// The code that a model of `size` values is given: the scene's own or, where that is of another
/// length or there is none, the one of its seed.
scene::LatentCode paintedCode(const scene::SceneState& scene, int size);

/// Draws for this scene as it is now; other ones after every edit, and for every `round`.
Random codeDraws(Editor& editor, std::uint64_t round);
/// A code drawn from N(0, 1) in which the values that are locked stay. `locked` may be shorter.
scene::LatentCode redrawn(scene::LatentCode code, const std::vector<bool>& locked, Random& random);

/// "0.5, -1.25": what the command line's --z takes, too.
QString codeText(const scene::LatentCode& code);
/// Throws Error that says what is wrong when it is no code of `size` values.
scene::LatentCode codeFromText(const QString& text, int size);

/// A direction in the space of codes, of length 1.
using CodeAxis = std::vector<double>;
CodeAxis valueAxis(int value, int size);
/// How far a code lies in the direction.
double along(const scene::LatentCode& code, const CodeAxis& axis);
/// The nearest code that lies at `x` along `across` and at `y` along `up`. Locked values stay, so
/// that it may lie beside.
scene::LatentCode movedTo(scene::LatentCode code, const CodeAxis& across, double x,
                          const CodeAxis& up, double y, const std::vector<bool>& locked);

/// Two codes per value, around this one: one step up and one step down.
std::vector<scene::LatentCode> probesAround(const scene::LatentCode& code);
/// Up to `count` directions in which the photo changes most, the largest first, from photos of the
/// codes of probesAround(). They stand at right angles. Fewer where the photo does not change.
std::vector<CodeAxis> largestChanges(const std::vector<QImage>& probes, std::size_t count);

/// True when any code is painted alike in both scenes.
bool alikeButForCode(const scene::SceneState& a, scene::SceneState b);

/// One step of the history, if it is another code than the scene's.
void setCode(Editor& editor, scene::LatentCode code, const QString& text,
             std::uint64_t gesture = 0);

} // namespace underpaint::ui
