// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/file_name.h"
#include "engine/project/archive/zip_index.h"
#include "engine/project/package/manifest_json.h"

#include <cmath>
#include <set>

namespace underpaint::project {

namespace {

class ManifestCheck {
public:
    ManifestCheck(const Manifest& manifest, std::vector<Problem>& problems)
        : m_manifest(manifest), m_problems(problems) {}

    void run() {
        checkTexts();
        checkNetworks();
        checkClasses();
        checkStyles();
        checkStyleSets();
        if (!m_manifest.styleThumbnails.empty()) {
            checkTensorFile("/style_thumbnails", m_manifest.styleThumbnails);
        }
        for (const auto& [name, value] : m_manifest.metrics) {
            if (!std::isfinite(value)) {
                report("/metrics/" + name, {}, "is not finite");
            }
        }
    }

private:
    void report(const std::string& key, const std::string& value, const std::string& problem) {
        m_problems.push_back({"manifest.json", key, value, problem});
    }

    void checkTexts() {
        checkName("/name", m_manifest.name);
        checkName("/kind", m_manifest.kind);
        if (!m_manifest.id.empty()) {
            checkName("/id", m_manifest.id);
        }
        if (m_manifest.networks.empty()) {
            report("/networks", {}, "names no network");
        }
        if (m_manifest.size.multiple < 1) {
            report("/size/multiple", std::to_string(m_manifest.size.multiple), "is less than 1");
        }
    }

    /// Files, settings and folders are called by such names.
    void checkName(const std::string& key, const std::string& value) {
        if (const std::string problem = nameProblem(value); !problem.empty()) {
            report(key, value.size() > longestName ? std::string() : value, problem);
        }
    }

    void checkNetworks() {
        for (const auto& [role, network] : m_manifest.networks) {
            const std::string key = "/networks/" + role;
            checkName(key, role);
            checkTensorFile(key + "/weights", network.weights);
            for (const auto& [name, value] : network.options) {
                if (!isFinite(value)) {
                    std::string option = key;
                    option.append("/options/").append(name);
                    report(option, {}, "is not finite");
                }
            }
        }
    }

    void checkTensorFile(const std::string& key, const std::string& name) {
        if (!name.ends_with(".safetensors") || !isSafeMemberName(name)) {
            report(key, name, "is not the name of a .safetensors file inside the package");
        } else if (!m_manifest.sha256.contains(name)) {
            report("/sha256", name, "has no digest");
        }
    }

    static bool isFinite(const OptionValue& value) {
        if (const auto* number = std::get_if<double>(&value)) {
            return std::isfinite(*number);
        }
        if (const auto* numbers = std::get_if<std::vector<double>>(&value)) {
            return allFinite(*numbers);
        }
        return true;
    }
    static bool allFinite(const std::vector<double>& numbers) {
        for (const double number : numbers) {
            if (!std::isfinite(number)) {
                return false;
            }
        }
        return true;
    }

    void checkClasses() {
        int previous = -1;
        for (std::size_t i = 0; i < m_manifest.classes.size(); ++i) {
            const int id = m_manifest.classes[i].id;
            const std::string key = "/labels/classes/" + std::to_string(i) + "/id";
            if (id <= previous) {
                report(key, std::to_string(id), "does not ascend");
            }
            if (m_manifest.labelChannels > 0 && id >= m_manifest.labelChannels) {
                report(key, std::to_string(id),
                       "has no channel among the " + std::to_string(m_manifest.labelChannels) +
                           " of /labels/channels");
            }
            previous = id;
            m_ids.insert(id);
        }
    }

    void checkStyles() {
        for (const auto& [id, centroids] : m_manifest.styles) {
            const std::string key = "/styles/" + std::to_string(id);
            if (!m_ids.contains(id)) {
                report(key, {}, "belongs to a class that /labels/classes does not have");
            }
            for (std::size_t i = 0; i < centroids.size(); ++i) {
                const auto& centroid = centroids[i];
                const std::string place = key + "/" + std::to_string(i);
                if (centroid.values.size() != static_cast<std::size_t>(m_manifest.featNum)) {
                    report(place + "/values", std::to_string(centroid.values.size()) + " numbers",
                           "does not fit the " + std::to_string(m_manifest.featNum) +
                               " of /labels/style_channels");
                }
                constexpr std::size_t longest = 100; // bytes
                if (centroid.name.size() > longest) {
                    report(place + "/name", {}, "is longer than 100 bytes");
                }
                if (!allFinite(centroid.values) || !(centroid.share >= 0 && centroid.share <= 1)) {
                    report(place, {}, "has a number that is not finite or a share beyond 0..1");
                }
            }
        }
    }

    void checkStyleSets() {
        for (std::size_t i = 0; i < m_manifest.styleSets.size(); ++i) {
            for (const auto& [id, style] : m_manifest.styleSets[i]) {
                const auto known = m_manifest.styles.find(id);
                if (known == m_manifest.styles.end() || style < 0 ||
                    static_cast<std::size_t>(style) >= known->second.size()) {
                    report("/style_sets/" + std::to_string(i) + "/" + std::to_string(id),
                           std::to_string(style), "is no style of that class");
                }
            }
        }
    }

    const Manifest& m_manifest;
    std::vector<Problem>& m_problems;
    std::set<int> m_ids;
};

} // namespace

void checkManifest(const Manifest& manifest, std::vector<Problem>& problems) {
    ManifestCheck(manifest, problems).run();
}

} // namespace underpaint::project
