// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace underpaint::test {

/// A folder of so many frames of 256 x 192 pixels, with labels and photos: the first of the dense
/// sequence of CamVid, or where that is empty, some that are made up. Throws Error.
void writeSequence(const QString& camvid, const QString& folder, int frames);

} // namespace underpaint::test
