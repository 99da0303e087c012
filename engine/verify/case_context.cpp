// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/verify/case_context.h"

#include "engine/base/error.h"
#include "engine/nets/weights/load_weights.h"
#include "engine/project/tensors/torch_file.h"

#include <algorithm>
#include <cmath>
#include <string_view>
#include <variant>

namespace underpaint::verify {

namespace {

/// The file without the keys that end in one of `endings`.
project::TensorFile without(const project::TensorFile& file,
                            const std::vector<std::string>& endings) {
    std::vector<project::StoredTensor> kept;
    for (const project::StoredTensor& tensor : file.tensors()) {
        const auto ends = [&](const std::string& ending) { return tensor.name.ends_with(ending); };
        if (std::ranges::none_of(endings, ends)) {
            kept.push_back(tensor);
        }
    }
    return {file.path(), file.fileSize(), std::move(kept), file.owner(), file.metadata()};
}

[[noreturn]] void badOption(const std::string& name, const std::string& problem) {
    throw Error(problem, "option " + name, "Correct the case in the index");
}

} // namespace

const project::OptionValue* CaseContext::option(const std::string& name) const {
    const auto it = m_case.options.find(name);
    return it == m_case.options.end() ? nullptr : &it->second;
}

bool CaseContext::hasOption(const std::string& name) const {
    return option(name) != nullptr;
}

double CaseContext::number(const std::string& name, std::optional<double> fallback) {
    if (const project::OptionValue* value = option(name)) {
        if (const auto* whole = std::get_if<std::int64_t>(value)) {
            return static_cast<double>(*whole);
        }
        if (const auto* real = std::get_if<double>(value)) {
            return *real;
        }
        badOption(name, "is not a number");
    }
    if (hasInput(name)) {
        const at::Tensor value = input(name);
        if (value.numel() != 1) {
            throw Error("is not one number", "argument " + name);
        }
        return value.item<double>();
    }
    if (!fallback) {
        badOption(name, "is missing");
    }
    return *fallback;
}

std::int64_t CaseContext::integer(const std::string& name, std::int64_t low, std::int64_t high,
                                  std::optional<std::int64_t> fallback) {
    const std::optional<double> other =
        fallback ? std::optional(static_cast<double>(*fallback)) : std::nullopt;
    const double value = number(name, other);
    // Written so that NaN is refused too.
    const bool legal = value == std::floor(value) && value >= static_cast<double>(low) &&
                       value <= static_cast<double>(high);
    if (!legal) {
        badOption(name, "is not a whole number from " + std::to_string(low) + " to " +
                            std::to_string(high));
    }
    return static_cast<std::int64_t>(value);
}

bool CaseContext::flag(const std::string& name, bool fallback) const {
    const project::OptionValue* value = option(name);
    if (value == nullptr) {
        return fallback;
    }
    if (const auto* truth = std::get_if<bool>(value)) {
        return *truth;
    }
    if (const auto* whole = std::get_if<std::int64_t>(value);
        whole != nullptr && (*whole == 0 || *whole == 1)) {
        return *whole == 1;
    }
    badOption(name, "is not true or false");
}

std::string CaseContext::text(const std::string& name, std::optional<std::string> fallback) const {
    const project::OptionValue* value = option(name);
    if (value == nullptr && fallback) {
        return *fallback;
    }
    const auto* found = value == nullptr ? nullptr : std::get_if<std::string>(value);
    if (found == nullptr) {
        badOption(name, value == nullptr ? "is missing" : "is not a text");
    }
    return *found;
}

std::vector<double> CaseContext::numbers(const std::string& name) const {
    const project::OptionValue* value = option(name);
    if (value == nullptr) {
        return {};
    }
    const auto* list = std::get_if<std::vector<double>>(value);
    if (list == nullptr) {
        badOption(name, "is not a list of numbers");
    }
    return *list;
}

at::Tensor CaseContext::input(const std::string& name) {
    const auto it = m_case.inputs.find(name);
    if (it == m_case.inputs.end()) {
        throw Error("the argument \"" + name + "\" is missing", "inputs");
    }
    return m_files.tensor(it->second, m_case.data).to(m_place.device);
}

nets::TensorMap CaseContext::tensors(const std::map<std::string, TensorSource>& sources) {
    nets::TensorMap result;
    for (const auto& [name, source] : sources) {
        result[name] = m_files.tensor(source, m_case.data).to(m_place.device);
    }
    return result;
}

nets::TensorMap CaseContext::inputs() {
    return tensors(m_case.inputs);
}

std::vector<nets::TensorMap> CaseContext::warmup() {
    std::vector<nets::TensorMap> passes;
    for (const auto& sources : m_case.warmup) {
        passes.push_back(tensors(sources));
    }
    return passes;
}

at::Tensor CaseContext::picture(const std::string& name) {
    at::Tensor value = input(name);
    if (value.dim() != 4 || value.numel() == 0) {
        throw Error("is not a (batch, channels, height, width) tensor", "argument " + name);
    }
    return value;
}

std::vector<std::int64_t> CaseContext::integersOf(const std::string& name, std::size_t count) {
    const at::Tensor value = input(name).to(at::kCPU, at::kDouble).flatten().contiguous();
    if (value.numel() != static_cast<std::int64_t>(count)) {
        throw Error("does not have " + std::to_string(count) + " numbers", "argument " + name);
    }
    std::vector<std::int64_t> list;
    for (std::int64_t i = 0; i < value.numel(); ++i) {
        const double number = value.data_ptr<double>()[i];
        if (number != std::floor(number) || std::abs(number) > 1e9) {
            throw Error("holds something else than whole numbers", "argument " + name);
        }
        list.push_back(static_cast<std::int64_t>(number));
    }
    return list;
}

std::filesystem::path CaseContext::file(const std::string& argument) const {
    const auto it = m_case.files.find(argument);
    if (it == m_case.files.end()) {
        throw Error("the file \"" + argument + "\" is missing", "files");
    }
    return m_files.path(it->second);
}

nets::Network CaseContext::network(const std::string& role) const {
    const auto it = m_case.networks.find(role);
    if (it == m_case.networks.end()) {
        throw Error("there is no network for the role " + role, "networks");
    }
    return nets::Network::create(it->second.network, it->second.options);
}

std::string CaseContext::weightFile(const std::string& role) const {
    const auto it = m_case.weights.find(role);
    if (it != m_case.weights.end()) {
        return it->second;
    }
    // With one network, its file need not be given by role, nor the role be named.
    if (m_case.weights.size() == 1 && m_case.networks.size() == 1) {
        return m_case.weights.begin()->second;
    }
    return {};
}

nets::ParamStore CaseContext::weights(const std::string& role) {
    const std::string name = weightFile(role);
    if (name.empty()) {
        throw Error("there is no weight file" + (role.empty() ? "" : " for the role " + role),
                    "weights");
    }
    const nets::Network wanted = network(role);
    const project::TensorFile file = without(m_files.tensors(name), m_case.ignoredWeights);
    nets::LoadedWeights loaded = nets::loadWeights(wanted, file);
    const nets::LoadReport& report = loaded.report;
    if (!report.whole() || !report.surplus.empty() || !report.ignored.empty()) {
        throw Error("the weights do not match " + wanted.name() + ": " + report.text(), name);
    }
    const bool generator = role.empty() || role == "G";
    if (!m_case.overlayWeights.empty() && generator) {
        nets::overlayWeights(loaded.weights, m_files.tensors(m_case.overlayWeights));
    }
    return loaded.weights.to(m_place.device, at::kFloat);
}

std::optional<nets::ParamStore> CaseContext::foreignWeights(const std::string& role) {
    const auto it = m_case.weights.find(role);
    if (it == m_case.weights.end()) {
        return std::nullopt;
    }
    nets::ParamStore store;
    const project::TensorFile file = project::stripModulePrefix(m_files.tensors(it->second));
    for (const project::StoredTensor& tensor : file.tensors()) {
        store.set(tensor.name, nets::toTensor(tensor));
    }
    return store.to(m_place.device, at::kFloat);
}

bool CaseContext::asksFor(const std::string& prefix) const {
    const auto starts = [&](const auto& entry) { return entry.first.starts_with(prefix); };
    return std::ranges::any_of(m_case.outputs, starts) ||
           std::ranges::any_of(m_case.intermediates, starts);
}

} // namespace underpaint::verify
