// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/model_store.h"

#include <filesystem>

namespace underpaint::test {

/// "Imports" files that are there, whatever is in them, as a copy of the package.
app::ModelImporter fakeImporter(std::filesystem::path package);

} // namespace underpaint::test
