// SPDX-License-Identifier: GPL-3.0-or-later
// The tree keeps to its layers, and the check that says so finds what it should.
#include "tests/layering/include_graph.h"
#include "tests/layering/layering_rules.h"
#include "tests/support/engine_test.h"
#include "tests/support/temporary_folder.h"

#include <fstream>
#include <initializer_list>
#include <string>
#include <utility>

using namespace underpaint::test;

namespace {

const std::string licence = "// SPDX-License-Identifier: GPL-3.0-or-later\n";
const std::string header = licence + "#pragma once\n";

/// All violations of a tree with these files (path, content), one per line.
std::string violationsOf(std::initializer_list<std::pair<std::string, std::string>> files) {
    const TemporaryFolder folder;
    for (const auto& [path, content] : files) {
        std::filesystem::create_directories((folder / path).parent_path());
        std::ofstream(folder / path) << content;
    }
    std::string text;
    for (const Violation& violation : layeringViolations(readIncludeGraph(folder.path()))) {
        text += violation.text() + "\n";
    }
    return text;
}

} // namespace

UNDERPAINT_TEST(the_tree_keeps_to_its_layers) {
    const IncludeGraph graph = readIncludeGraph(UNDERPAINT_SOURCE_DIR);
    CHECK(graph.size() > 50);
    CHECK(graph.contains("engine/base/error.h"));
    std::string text;
    for (const Violation& violation : layeringViolations(graph)) {
        text += "\n" + violation.text();
    }
    CHECK_EQUAL(text, std::string());
}

UNDERPAINT_TEST(a_clean_tree_has_no_violations) {
    CHECK_EQUAL(violationsOf(
                    {{"engine/base/a.h", header},
                     {"engine/nets/n.h", header + "#include <ATen/ATen.h>\n"},
                     {"engine/translate/t.h", header + "#include \"engine/base/a.h\"\n"},
                     {"engine/translate/t.cpp", licence + "#include \"engine/translate/t.h\"\n\n"
                                                          "#include \"engine/nets/n.h\"\n"},
                     {"engine/imaging/i.cpp", licence + "#include <opencv2/core.hpp>\n"},
                     {"ui/w.h", header + "#include \"engine/translate/t.h\"\n#include <QWidget>\n"},
                     {"ui/w.cpp", licence + "#include \"ui/w.h\"\n#include \"w.moc\"\n"},
                     {"app/main.cpp", licence + "#include \"ui/w.h\"\n"},
                     {"packaging/run", "#!/bin/bash\n# SPDX-License-Identifier: "
                                       "GPL-3.0-or-later\n"}}),
                std::string());
}

UNDERPAINT_TEST(qt_in_the_engine_is_found) {
    CHECK_EQUAL(violationsOf({{"engine/base/a.h", header + "\n# include <QString>\n"}}),
                std::string("engine/base/a.h:4: Qt (QString) outside app and ui\n"));
    CHECK_EQUAL(violationsOf({{"engine/base/a.cpp", licence + "#include <QtCore/QString>\n"}}),
                std::string("engine/base/a.cpp:2: Qt (QtCore/QString) outside app and ui\n"));
}

UNDERPAINT_TEST(torch_outside_its_room_is_found) {
    CHECK_EQUAL(violationsOf({{"engine/scene/a.cpp", licence + "#include <c10/util/Half.h>\n"}}),
                std::string("engine/scene/a.cpp:2: LibTorch (c10/util/Half.h) in engine/scene\n"));
}

UNDERPAINT_TEST(torch_behind_a_header_of_the_engine_is_found) {
    CHECK_EQUAL(
        violationsOf({{"engine/nets/n.h", header + "#include <torch/torch.h>\n"},
                      {"engine/translate/t.h", header + "#include \"engine/nets/n.h\"\n"},
                      {"app/cli/c.cpp", licence + "\n#include \"engine/translate/t.h\"\n"}}),
        std::string("app/cli/c.cpp:3: reaches LibTorch: engine/translate/t.h -> "
                    "engine/nets/n.h -> <torch/torch.h>\n"));
}

UNDERPAINT_TEST(qt_and_torch_in_one_file_are_found) {
    CHECK_EQUAL(violationsOf({{"engine/nets/n.h", header + "#include <ATen/ATen.h>\n"},
                              {"tests/t.cpp", licence + "#include \"engine/nets/n.h\"\n"
                                                        "#include <QtTest/QtTest>\n"}}),
                std::string("tests/t.cpp:2: sees both Qt (<QtTest/QtTest>) and LibTorch "
                            "(engine/nets/n.h -> <ATen/ATen.h>)\n"));
}

UNDERPAINT_TEST(opencv_outside_sources_of_imaging_is_found) {
    CHECK_EQUAL(
        violationsOf({{"engine/imaging/i.h", header + "#include <opencv2/core.hpp>\n"},
                      {"engine/project/p.cpp", licence + "#include <opencv2/core.hpp>\n"}}),
        std::string("engine/imaging/i.h:3: OpenCV (opencv2/core.hpp) outside the sources of "
                    "engine/imaging\nengine/project/p.cpp:2: OpenCV (opencv2/core.hpp) outside "
                    "the sources of engine/imaging\n"));
}

UNDERPAINT_TEST(includes_against_the_direction_are_found) {
    CHECK_EQUAL(violationsOf({{"engine/base/a.h", header},
                              {"engine/scene/s.h", header + "#include \"engine/base/a.h\"\n"},
                              {"engine/base/a.cpp", licence + "#include \"engine/scene/s.h\"\n"}}),
                std::string("engine/base/a.cpp:2: engine/base must not include engine/scene "
                            "(\"engine/scene/s.h\")\nengine/scene/s.h:3: closes a circle: "
                            "engine/base -> engine/scene -> engine/base\n"));
    CHECK_EQUAL(
        violationsOf({{"engine/project/p.h", header},
                      {"engine/kernels/k.h", header + "#include \"engine/project/p.h\"\n"}}),
        std::string("engine/kernels/k.h:3: engine/kernels must not include engine/project "
                    "(\"engine/project/p.h\")\n"));
    CHECK_EQUAL(
        violationsOf({{"app/a.h", header}, {"ui/w.cpp", licence + "#include \"app/a.h\"\n"}}),
        std::string("ui/w.cpp:2: ui must not include app (\"app/a.h\")\n"));
}

UNDERPAINT_TEST(circles_are_found) {
    CHECK_EQUAL(violationsOf({{"engine/base/a.h", header + "#include \"engine/base/b.h\"\n"},
                              {"engine/base/b.h", header + "#include \"engine/base/a.h\"\n"}}),
                std::string("engine/base/b.h:3: closes a circle: engine/base/a.h -> "
                            "engine/base/b.h -> engine/base/a.h\n"));
    // Subfolders of a layer of the engine may know each other, their files not in a circle.
    CHECK_EQUAL(violationsOf({{"engine/nets/a.h", header},
                              {"engine/nets/a.cpp", licence + "#include \"engine/nets/run/b.h\"\n"},
                              {"engine/nets/run/b.h", header + "#include \"engine/nets/a.h\"\n"}}),
                std::string());
    CHECK_EQUAL(violationsOf({{"ui/docks/d.h", header},
                              {"ui/docks/d.cpp", licence + "#include \"ui/tools/t.h\"\n"},
                              {"ui/tools/t.h", header},
                              {"ui/tools/t.cpp", licence + "#include \"ui/docks/d.h\"\n"}}),
                std::string("ui/tools/t.cpp:2: closes a circle: ui/docks -> ui/tools -> "
                            "ui/docks\n"));
}

UNDERPAINT_TEST(form_is_checked) {
    CHECK_EQUAL(violationsOf({{"engine/base/a.h", licence},
                              {"engine/base/b.cpp", "#include \"a.h\"\n"},
                              {"engine/extra/c.cpp", licence},
                              {"engine/base/CMakeLists.txt", "project(x)\n"},
                              {"packaging/run", "#!/bin/bash\n"}}),
                std::string("engine/base/CMakeLists.txt:1: has no line "
                            "\"SPDX-License-Identifier: GPL-3.0-or-later\" at its top\n"
                            "engine/base/a.h:1: has no #pragma once\n"
                            "engine/base/b.cpp:1: has no line "
                            "\"SPDX-License-Identifier: GPL-3.0-or-later\" at its top\n"
                            "engine/base/b.cpp:1: \"a.h\" is no file of the tree; name it from the "
                            "root\n"
                            "engine/extra/c.cpp:1: engine/extra is not a layer; add it to the "
                            "table in layering_rules.cpp\n"
                            "packaging/run:1: has no line "
                            "\"SPDX-License-Identifier: GPL-3.0-or-later\" at its top\n"));
}
