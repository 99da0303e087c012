// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace underpaint::app {

/// Throws Error when an output of a command is one of its inputs, by whatever names and links: the
/// input would be destroyed by what is made of it. Also when two outputs are one file. Empty paths
/// count for nothing. `remedy` says how it can be meant, where it can ("Choose another -o").
void refuseReplacedInputs(const std::vector<std::filesystem::path>& inputs,
                          const std::vector<std::filesystem::path>& outputs,
                          const std::string& remedy = "Choose another -o");

/// The remedy of commands that have the flag `--replace-input`.
inline constexpr const char* orReplaceInput =
    "Choose another -o, or say --replace-input if the input is to be replaced";

} // namespace underpaint::app
