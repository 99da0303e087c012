// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/layering/include_graph.h"

#include <string>
#include <vector>

namespace underpaint::test {

/// Something that breaks the architecture.
struct Violation {
    std::string file;
    int line = 0;
    std::string problem;

    /// "engine/base/x.h:12: problem"
    std::string text() const;
};

/// Checks the graph against the layers of the project:
///  - every folder of the engine includes only the layers below it, and app <- ui <- engine never
///    the other way round; a folder that is not in the table is a violation too;
///  - Qt is seen by app, ui and the tests only, OpenCV by sources (not headers) of engine/imaging,
///    LibTorch by nets, translate, train, metrics, verify and their tests only;
///  - nothing that app or ui include, directly or not, reaches LibTorch, and no file reaches both
///  Qt
///    and LibTorch;
///  - folders do not include each other in circles, and neither do files;
///  - quoted includes are rooted at the repository and exist;
///  - every source names its licence, every header has #pragma once.
/// Violations come in order of the files.
std::vector<Violation> layeringViolations(const IncludeGraph& graph);

} // namespace underpaint::test
