// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/translate/system.h"

namespace underpaint::translate {

System vid2vidSystem();

} // namespace underpaint::translate
