// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/evaluation_networks.h"

#include "app/cli/model_folders.h"
#include "engine/metrics/feature_networks.h"
#include "engine/metrics/scripted_networks.h"

#include <CLI/CLI.hpp>

namespace underpaint::app {

void EvaluationNetworks::declare(CLI::App& app) {
    app.add_option("--segmenter", m_segmenterPath,
                   "Package with a segmenter: does it recognise in the painted photos what was "
                   "painted (agreement_…)? Also measures with its features: "
                   "perceptual_own_backbone, frechet_own_backbone");
    app.add_option("--fid", m_fid,
                   "Weights of Inception-v3 (pytorch-fid's file, or the same as safetensors). "
                   "Figure: fid");
    app.add_option("--lpips", m_lpips,
                   "NETWORK HEADS: torchvision's vgg16 and the linear layers of the lpips package. "
                   "Figure: lpips_vgg16")
        ->expected(2);
    app.add_option("--fid-script", m_fidScript,
                   "Inception-v3 as a TorchScript file. TorchScript is a program that this command "
                   "runs: name only files that you trust. Figure: fid_script");
    app.add_option("--lpips-script", m_lpipsScript,
                   "LPIPS as a TorchScript file of two photos: a program, too. Figure: "
                   "lpips_script");
}

void EvaluationNetworks::open(const CommonOptions& common) {
    if (!m_lpips.empty()) {
        m_distances.push_back(metrics::lpipsVgg16(m_lpips[0], m_lpips[1], common.device));
    }
    if (!m_lpipsScript.empty()) {
        m_distances.push_back(metrics::scriptedLpips(m_lpipsScript, common.device));
    }
    if (!m_fid.empty()) {
        m_features.push_back(metrics::inceptionV3(m_fid, common.device));
    }
    if (!m_fidScript.empty()) {
        m_features.push_back(metrics::scriptedInception(m_fidScript, common.device));
    }
    if (const std::filesystem::path backbones = backboneFolder(); !backbones.empty()) {
        m_distances.push_back(metrics::lite0Distance(backbones, common.device));
        m_features.push_back(metrics::lite0Features(backbones, common.device));
    }
    if (!m_segmenterPath.empty()) {
        const project::ModelPackage package = openModel(m_segmenterPath);
        m_distances.push_back(metrics::ownPerceptualDistance(package, common.device));
        m_features.push_back(metrics::ownFeatures(package, common.device));
        m_segmenter.emplace(
            package, translate::EngineSettings{common.device, common.precision(), common.threads});
    }
}

metrics::NamedDistance EvaluationNetworks::sampleDistance() const {
    if (!m_distances.empty()) {
        return {"diversity_" + m_distances.front().name, m_distances.front().distance};
    }
    return {"diversity_rms", metrics::rootMeanSquare};
}

} // namespace underpaint::app
