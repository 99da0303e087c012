// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/script/fields.h"
#include "engine/script/script.h"

#include <span>

namespace underpaint::script {

/// A command by its name. `read` takes the fields that it needs and gives what is to be done.
struct CommandRow {
    const char* name;
    Action (*read)(Fields& fields);
};

/// The commands of each file.
/// @{
std::span<const CommandRow> sceneCommands();
std::span<const CommandRow> paintCommands();
std::span<const CommandRow> instanceCommands();
std::span<const CommandRow> lookCommands();
std::span<const CommandRow> exemplarCommands();
std::span<const CommandRow> outputCommands();
/// @}

} // namespace underpaint::script
