// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/translate/import_model.h"

#include <string>
#include <vector>

// What an import has to say, the same on the command line and in windows. No LibTorch here.
namespace underpaint::run {

/// A line of a report.
struct ImportLine {
    enum class Kind { Note, Warning, Detail };
    Kind kind = Kind::Note;
    std::string text;
};

/// What became of each file: the network and its options, what was assumed, what is missing, of
/// another shape, unused or ignored.
std::vector<ImportLine> importReport(const translate::ImportOutcome& outcome);

/// Why nothing was written: what the networks lack, and what to look at. Empty for a whole one.
std::string importRefusal(const translate::ImportOutcome& outcome);

} // namespace underpaint::run
