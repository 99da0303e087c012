// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/layering/layering_rules.h"

#include <algorithm>
#include <cctype>
#include <functional>
#include <iterator>
#include <optional>
#include <set>
#include <string_view>

namespace underpaint::test {

namespace {

using FolderSet = std::set<std::string, std::less<>>;

/// The layers: what a folder may include besides itself.
const std::map<std::string, FolderSet, std::less<>>& allowedIncludes() {
    static const auto table = [] {
        std::map<std::string, FolderSet, std::less<>> layers;
        layers["engine/base"] = {};
        layers["engine/scene"] = {"engine/base"};
        for (const char* folder : {"engine/png", "engine/kernels"}) {
            layers[folder] = {"engine/base", "engine/scene"};
        }
        for (const char* folder : {"engine/project", "engine/imaging"}) {
            layers[folder] = {"engine/base", "engine/scene", "engine/png"};
        }
        for (const char* folder : {"engine/layers", "engine/script"}) {
            layers[folder] = {"engine/base", "engine/scene", "engine/png", "engine/project",
                              "engine/imaging"};
        }
        layers["engine/nets"] = {"engine/base", "engine/scene", "engine/project", "engine/imaging",
                                 "engine/kernels"};
        FolderSet belowSystems = layers["engine/nets"];
        belowSystems.insert("engine/nets");
        for (const char* folder : {"engine/translate", "engine/train", "engine/metrics"}) {
            layers[folder] = belowSystems;
        }
        FolderSet systems = belowSystems;
        systems.insert({"engine/translate", "engine/train", "engine/metrics"});
        layers["engine/verify"] = systems;
        layers["engine/run"] = systems;
        FolderSet engine = systems;
        engine.insert({"engine/verify", "engine/run"});
        engine.insert("engine/layers");
        layers["ui"] = engine;
        layers["app"] = engine;
        layers["app"].insert({"ui", "engine/script"});
        return layers;
    }();
    return table;
}

const FolderSet torchFolders = {"engine/nets", "engine/translate", "engine/train", "engine/metrics",
                                "engine/verify"};

/// The layer of a file: "engine/nets" for all below that folder, else the first folder ("ui").
std::string layerOf(const std::string& file) {
    std::size_t end = file.find('/');
    if (file.starts_with("engine/")) {
        const std::size_t second = file.find('/', end + 1);
        end = second == std::string::npos ? end : second;
    }
    return file.substr(0, end);
}

/// What must not be part of a circle: a layer of the engine, whose subfolders only sort its files,
/// and elsewhere a folder.
std::string roomOf(const std::string& file) {
    return file.starts_with("engine/") ? layerOf(file) : folderOf(file);
}

bool isQt(const Include& include) {
    const std::string& target = include.target;
    return target.starts_with("Qt") || (target.size() > 1 && target[0] == 'Q' &&
                                        std::isupper(static_cast<unsigned char>(target[1])) != 0);
}

bool isTorch(const Include& include) {
    return std::ranges::any_of(std::initializer_list<std::string_view>{"ATen/", "torch/", "c10/"},
                               [&](auto start) { return include.target.starts_with(start); });
}

bool isOpenCV(const Include& include) {
    return include.target.starts_with("opencv2/") || include.target.starts_with("opencv/");
}

/// Made by Qt's code generators, so not a file of the tree.
bool isGenerated(const Include& include) {
    return include.target.ends_with(".moc") || include.target.starts_with("ui_") ||
           include.target.starts_with("moc_");
}

/// How a file reaches an include with some property: the files on the way, then "<target>".
struct Route {
    int line = 0; ///< of the first step, in the file that was asked about
    std::vector<std::string> steps;

    std::string text() const {
        std::string joined;
        for (const std::string& step : steps) {
            joined += (joined.empty() ? "" : " -> ") + step;
        }
        return joined;
    }
};

class Checker {
public:
    explicit Checker(const IncludeGraph& graph) : m_graph(graph) {}

    std::vector<Violation> run() {
        for (const auto& [file, source] : m_graph) {
            checkForm(file, source);
            for (const Include& include : source.includes) {
                checkDirection(file, include);
                checkForeign(file, include);
            }
            checkReach(file);
        }
        checkCircles();
        return std::move(m_violations);
    }

private:
    void report(const std::string& file, int line, std::string problem) {
        m_violations.push_back({file, line, std::move(problem)});
    }

    void checkForm(const std::string& file, const SourceFile& source) {
        if (!source.hasLicence) {
            report(file, 1, "has no line \"SPDX-License-Identifier: GPL-3.0-or-later\" at its top");
        }
        if (isHeader(file) && !source.hasPragmaOnce) {
            report(file, 1, "has no #pragma once");
        }
        const std::string layer = layerOf(file);
        if (isCode(file) && layer != "tests" && layer != "packaging" &&
            !allowedIncludes().contains(layer)) {
            report(file, 1, layer + " is not a layer; add it to the table in layering_rules.cpp");
        }
    }

    void checkDirection(const std::string& file, const Include& include) {
        if (!include.quoted || isGenerated(include)) {
            return;
        }
        if (!m_graph.contains(include.target)) {
            report(file, include.line,
                   "\"" + include.target + "\" is no file of the tree; name it from the root");
            return;
        }
        const std::string from = layerOf(file);
        const std::string to = layerOf(include.target);
        const auto allowed = allowedIncludes().find(from);
        if (from != to && allowed != allowedIncludes().end() && !allowed->second.contains(to)) {
            report(file, include.line,
                   from + " must not include " + to + " (\"" + include.target + "\")");
        }
    }

    void checkForeign(const std::string& file, const Include& include) {
        const std::string layer = layerOf(file);
        const bool tests = layer == "tests";
        if (isQt(include) && layer != "app" && layer != "ui" && !tests) {
            report(file, include.line, "Qt (" + include.target + ") outside app and ui");
        }
        if (isTorch(include) && !torchFolders.contains(layer) && !tests) {
            report(file, include.line, "LibTorch (" + include.target + ") in " + layer);
        }
        if (isOpenCV(include) && (layer != "engine/imaging" || isHeader(file))) {
            report(file, include.line,
                   "OpenCV (" + include.target + ") outside the sources of engine/imaging");
        }
    }

    void checkReach(const std::string& file) {
        const auto torch = route(file, isTorch);
        if (!torch) {
            return;
        }
        const std::string layer = layerOf(file);
        if (layer == "app" || layer == "ui") {
            report(file, torch->line, "reaches LibTorch: " + torch->text());
        }
        if (const auto qt = route(file, isQt)) {
            report(file, torch->line,
                   "sees both Qt (" + qt->text() + ") and LibTorch (" + torch->text() + ")");
        }
    }

    /// Depth first over the quoted includes; none when nothing with the property is reachable.
    std::optional<Route> route(const std::string& file, bool (*wanted)(const Include&)) const {
        std::set<std::string> visited;
        return route(file, wanted, visited);
    }

    std::optional<Route> route(const std::string& file, bool (*wanted)(const Include&),
                               std::set<std::string>& visited) const {
        const auto found = m_graph.find(file);
        if (found == m_graph.end() || !visited.insert(file).second) {
            return std::nullopt;
        }
        for (const Include& include : found->second.includes) {
            if (wanted(include)) {
                return Route{include.line, {"<" + include.target + ">"}};
            }
            if (auto rest = route(include.target, wanted, visited)) {
                Route result{include.line, {include.target}};
                std::ranges::move(rest->steps, std::back_inserter(result.steps));
                return result;
            }
        }
        return std::nullopt;
    }

    /// One edge of the graph of files or of folders, with the include that makes it.
    struct Edge {
        std::string to;
        std::string file;
        int line = 0;
    };
    using Edges = std::map<std::string, std::vector<Edge>>;

    void checkCircles() {
        Edges files;
        Edges folders;
        for (const auto& [file, source] : m_graph) {
            for (const Include& include : source.includes) {
                if (!include.quoted || !m_graph.contains(include.target)) {
                    continue;
                }
                files[file].push_back({include.target, file, include.line});
                const std::string from = roomOf(file);
                const std::string to = roomOf(include.target);
                if (from != to) {
                    folders[from].push_back({to, file, include.line});
                }
            }
        }
        reportCircles(files);
        reportCircles(folders);
    }

    void reportCircles(const Edges& edges) {
        std::set<std::string> finished;
        std::vector<std::string> path;
        const std::function<void(const std::string&)> visit = [&](const std::string& node) {
            path.push_back(node);
            const auto outgoing = edges.find(node);
            for (const Edge& edge :
                 outgoing == edges.end() ? std::vector<Edge>{} : outgoing->second) {
                const auto start = std::ranges::find(path, edge.to);
                if (start != path.end()) {
                    std::string circle;
                    for (auto step = start; step != path.end(); ++step) {
                        circle += *step + " -> ";
                    }
                    report(edge.file, edge.line, "closes a circle: " + circle + edge.to);
                } else if (!finished.contains(edge.to)) {
                    visit(edge.to);
                }
            }
            path.pop_back();
            finished.insert(node);
        };
        for (const auto& [node, unused] : edges) {
            if (!finished.contains(node)) {
                visit(node);
            }
        }
    }

    const IncludeGraph& m_graph;
    std::vector<Violation> m_violations;
};

} // namespace

std::string Violation::text() const {
    return file + ":" + std::to_string(line) + ": " + problem;
}

std::vector<Violation> layeringViolations(const IncludeGraph& graph) {
    return Checker(graph).run();
}

} // namespace underpaint::test
