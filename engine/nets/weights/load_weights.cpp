// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/nets/weights/load_weights.h"

#include "engine/base/error.h"
#include "engine/base/mapped_file.h"
#include "engine/project/tensors/torch_file.h"

#include <map>
#include <memory>
#include <set>
#include <sstream>

namespace underpaint::nets {

namespace {

at::ScalarType scalarType(project::ElementType type) {
    switch (type) {
    case project::ElementType::F64:
        return at::kDouble;
    case project::ElementType::F32:
        return at::kFloat;
    case project::ElementType::F16:
        return at::kHalf;
    case project::ElementType::BF16:
        return at::kBFloat16;
    case project::ElementType::I64:
        return at::kLong;
    case project::ElementType::I32:
        return at::kInt;
    case project::ElementType::I16:
        return at::kShort;
    case project::ElementType::I8:
        return at::kChar;
    case project::ElementType::U8:
        return at::kByte;
    case project::ElementType::Bool:
        return at::kBool;
    }
    throw Error("unknown element type");
}

std::string shapeText(at::IntArrayRef shape) {
    std::ostringstream text;
    text << "(";
    for (std::size_t i = 0; i < shape.size(); ++i) {
        text << (i == 0 ? "" : ", ") << shape[i];
    }
    text << ")";
    return text.str();
}

bool endsWith(const std::string& text, const std::string& end) {
    return text.size() >= end.size() &&
           text.compare(text.size() - end.size(), end.size(), end) == 0;
}

/// Old InstanceNorm layers left statistics behind that nothing ever read.
bool isStaleStatistic(const std::string& key) {
    return endsWith(key, ".running_mean") || endsWith(key, ".running_var") ||
           endsWith(key, ".num_batches_tracked");
}

/// A tensor that is the file's own memory and keeps it alive; undefined where that cannot be.
Tensor sharedFloat(const project::StoredTensor& stored, const std::shared_ptr<const void>& owner) {
    if (stored.type != project::ElementType::F32 || !project::isContiguous(stored) ||
        !project::isAligned(stored) || stored.bytes.empty()) {
        return {};
    }
    // LibTorch has no read-only tensors; nobody writes to shared weights.
    auto* data = const_cast<std::byte*>(stored.bytes.data()); // NOLINT
    return at::from_blob(
        data, stored.shape, [owner](void* /*data*/) {}, at::kFloat);
}

Tensor toFloat(const project::StoredTensor& stored) {
    const Tensor tensor = toTensor(stored);
    return tensor.is_floating_point() ? tensor.to(at::kFloat) : tensor;
}

void list(std::ostringstream& text, const char* title, const std::vector<std::string>& keys) {
    constexpr std::size_t shown = 12;
    for (std::size_t i = 0; i < keys.size() && i < shown; ++i) {
        text << title << keys[i] << "\n";
    }
    if (keys.size() > shown) {
        text << title << "… and " << keys.size() - shown << " more\n";
    }
}

} // namespace

std::string LoadReport::text() const {
    std::ostringstream text;
    list(text, "missing: ", missing);
    list(text, "another shape: ", misshapen);
    list(text, "unused: ", surplus);
    list(text, "ignored: ", ignored);
    return text.str();
}

Tensor toTensor(const project::StoredTensor& stored) {
    Tensor tensor = at::empty(stored.shape, at::TensorOptions().dtype(scalarType(stored.type)));
    if (tensor.numel() > 0) {
        project::copyContiguous(stored, {static_cast<std::byte*>(tensor.data_ptr()),
                                         static_cast<std::size_t>(tensor.nbytes())});
    }
    return tensor;
}

LoadedWeights loadWeights(const Network& network, const project::TensorFile& given,
                          WeightMemory memory) {
    const project::TensorFile file = project::stripModulePrefix(given);
    LoadedWeights loaded;
    std::set<std::string> wanted;
    for (const ParamSpec& spec : network.parameters()) {
        wanted.insert(spec.key);
        const project::StoredTensor* stored = file.find(spec.key);
        if (stored == nullptr) {
            if (spec.role == ParamRole::BatchCount) {
                loaded.weights.set(spec.key, at::zeros({}, at::kLong));
            } else {
                loaded.report.missing.push_back(spec.key);
            }
            continue;
        }
        if (stored->shape != spec.shape) {
            loaded.report.misshapen.push_back(spec.key + ": file " + shapeText(stored->shape) +
                                              ", network " + shapeText(spec.shape));
            continue;
        }
        const Tensor shared =
            memory == WeightMemory::Shared ? sharedFloat(*stored, file.owner()) : Tensor();
        loaded.weights.set(spec.key, shared.defined() ? shared : toFloat(*stored));
    }
    for (const project::StoredTensor& stored : file.tensors()) {
        if (!wanted.contains(stored.name)) {
            auto& findings =
                isStaleStatistic(stored.name) ? loaded.report.ignored : loaded.report.surplus;
            findings.push_back(stored.name);
        }
    }
    checkMappedFiles();
    return loaded;
}

ParamStore loadWholeWeights(const Network& network, const project::TensorFile& file,
                            WeightMemory memory) {
    LoadedWeights loaded = loadWeights(network, file, memory);
    if (!loaded.report.whole()) {
        throw Error("does not hold the weights of " + network.name() + ":\n" + loaded.report.text(),
                    file.path().string(), "Check the network's options, or choose the right file");
    }
    return std::move(loaded.weights);
}

std::size_t overlayWeights(ParamStore& weights, const project::TensorFile& given) {
    const project::TensorFile file = project::stripModulePrefix(given);
    std::size_t replaced = 0;
    for (const project::StoredTensor& stored : file.tensors()) {
        const Tensor* present = weights.find(stored.name);
        if (present != nullptr && present->sizes() == at::IntArrayRef(stored.shape)) {
            weights.set(stored.name, toFloat(stored));
            ++replaced;
        }
    }
    return replaced;
}

} // namespace underpaint::nets
