// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/checkpoint.h"

#include "engine/base/error.h"
#include "engine/nets/weights/load_weights.h"

#include <array>
#include <charconv>

namespace underpaint::train {

namespace {

constexpr const char* formatKey = "format";
constexpr const char* format = "underpaint training checkpoint 1";

std::string stepsName(const std::string& group, const std::string& name) {
    return group + "/steps/" + name;
}
std::string firstName(const std::string& group, const std::string& name) {
    return group + "/first/" + name;
}
std::string secondName(const std::string& group, const std::string& name) {
    return group + "/second/" + name;
}

} // namespace

void CheckpointWriter::add(const std::string& group, const nets::ParamStore& weights) {
    for (const auto& [key, value] : weights) {
        m_tensors.add(group + "/" + key, value);
    }
}

void CheckpointWriter::add(const std::string& group, const std::vector<std::string>& names,
                           const std::vector<AdamMoments>& moments) {
    for (std::size_t i = 0; i < moments.size(); ++i) {
        m_tensors.add(stepsName(group, names.at(i)),
                      at::scalar_tensor(moments[i].steps, at::kLong));
        if (moments[i].first.defined()) {
            m_tensors.add(firstName(group, names.at(i)), moments[i].first);
            m_tensors.add(secondName(group, names.at(i)), moments[i].second);
        }
    }
}

void CheckpointWriter::setNumber(const std::string& key, double value) {
    std::array<char, 32> text{};
    const auto [end, error] = std::to_chars(text.data(), text.data() + text.size(), value);
    m_facts[key] = {text.data(), end};
}

void CheckpointWriter::write(const std::filesystem::path& path) const {
    std::map<std::string, std::string> facts = m_facts;
    facts[formatKey] = format;
    project::writeSafetensors(path, m_tensors.views(), facts);
}

CheckpointReader::CheckpointReader(const std::filesystem::path& path)
    : m_file(project::readSafetensors(path)) {
    require(formatKey, format, "Choose the checkpoint of a training run");
}

const std::string& CheckpointReader::fact(const std::string& key) const {
    const auto it = m_file.metadata().find(key);
    if (it == m_file.metadata().end()) {
        throw Error("is no training checkpoint: \"" + key + "\" is missing", m_file.path().string(),
                    "Choose the checkpoint of a training run");
    }
    return it->second;
}

std::int64_t CheckpointReader::integer(const std::string& key) const {
    const std::string& text = fact(key);
    std::int64_t value = -1;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || value < 0) {
        throw Error("\"" + key + "\" is no whole number", m_file.path().string());
    }
    return value;
}

double CheckpointReader::number(const std::string& key) const {
    const std::string& text = fact(key);
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size()) {
        throw Error("\"" + key + "\" is no number", m_file.path().string());
    }
    return value;
}

void CheckpointReader::require(const std::string& key, const std::string& value,
                               const std::string& remedy) const {
    if (fact(key) != value) {
        throw Error("its \"" + key + "\" is another", m_file.path().string(), remedy);
    }
}

at::Tensor CheckpointReader::tensor(const std::string& name) const {
    const project::StoredTensor* stored = m_file.find(name);
    if (stored == nullptr) {
        throw Error("the tensor \"" + name + "\" is missing", m_file.path().string(),
                    "Start the run anew, or with the recipe that it was started with");
    }
    return nets::toTensor(*stored);
}

void CheckpointReader::read(const std::string& group, const nets::ParamStore& weights) const {
    const at::NoGradGuard noGrad;
    for (const auto& [key, value] : weights) {
        const at::Tensor stored = tensor(group + "/" + key);
        if (stored.sizes() != value.sizes() || stored.scalar_type() != value.scalar_type()) {
            throw Error("the tensor \"" + group + "/" + key + "\" has another shape",
                        m_file.path().string(), "Resume with the recipe of the run");
        }
        value.detach().copy_(stored);
    }
}

nets::ParamStore CheckpointReader::all(const std::string& group) const {
    nets::ParamStore tensors;
    const std::string beginning = group + "/";
    for (const project::StoredTensor& stored : m_file.tensors()) {
        if (stored.name.starts_with(beginning)) {
            tensors.set(stored.name.substr(beginning.size()), nets::toTensor(stored));
        }
    }
    return tensors;
}

std::vector<AdamMoments> CheckpointReader::moments(const std::string& group,
                                                   const std::vector<std::string>& names) const {
    std::vector<AdamMoments> result;
    for (const std::string& name : names) {
        AdamMoments own;
        const at::Tensor steps = tensor(stepsName(group, name));
        if (steps.numel() != 1 || steps.scalar_type() != at::kLong) {
            throw Error("the state of the optimiser is damaged", m_file.path().string());
        }
        own.steps = steps.item<std::int64_t>();
        if (own.steps > 0) {
            own.first = tensor(firstName(group, name));
            own.second = tensor(secondName(group, name));
        }
        result.push_back(std::move(own));
    }
    return result;
}

} // namespace underpaint::train
