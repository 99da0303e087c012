// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/metrics/scripted_networks.h"

#include "engine/base/error.h"
#include "engine/metrics/photo_tensors.h"
#include "engine/nets/run/device.h"

#include <torch/script.h>

#include <memory>
#include <utility>

namespace underpaint::metrics {

namespace {

/// The first line of what went wrong inside of a foreign program.
Error failure(const std::filesystem::path& file, const c10::Error& error) {
    const std::string text = error.what_without_backtrace();
    return Error("cannot be used as TorchScript: " + text.substr(0, text.find('\n')), file.string(),
                 "Name a TorchScript file (made with torch.jit.save)");
}

class Script {
public:
    Script(std::filesystem::path file, const std::string& device)
        : m_file(std::move(file)), m_device(nets::deviceFromName(device)) {
        try {
            m_module = torch::jit::load(m_file.string(), m_device);
            m_module.eval();
        } catch (const c10::Error& error) {
            throw failure(m_file, error);
        }
    }

    bool takes(const std::string& argument) {
        const c10::FunctionSchema& schema = m_module.get_method("forward").function().getSchema();
        return schema.argumentIndexWithName(argument).has_value();
    }

    /// All numbers of the (first) tensor that the program returns.
    std::vector<float> operator()(const std::vector<at::Tensor>& inputs,
                                  const std::unordered_map<std::string, c10::IValue>& named) {
        try {
            const at::NoGradGuard noGrad;
            std::vector<c10::IValue> values;
            for (const at::Tensor& input : inputs) {
                values.emplace_back(input.to(m_device));
            }
            c10::IValue result = m_module.forward(std::move(values), named);
            if (result.isTuple()) {
                result = result.toTupleRef().elements().at(0);
            } else if (result.isTensorList() || result.isList()) {
                result = result.toListRef()[0];
            }
            const at::Tensor numbers =
                result.toTensor().to(at::kCPU, at::kFloat).flatten().contiguous();
            const float* data = numbers.data_ptr<float>();
            return {data, data + numbers.numel()};
        } catch (const c10::Error& error) {
            throw failure(m_file, error);
        }
    }

private:
    std::filesystem::path m_file;
    at::Device m_device;
    torch::jit::Module m_module;
};

} // namespace

NamedFeatures scriptedInception(const std::filesystem::path& file, const std::string& device) {
    auto script = std::make_shared<Script>(file, device);
    const bool asBytes = script->takes("return_features");
    return {"fid_script", [script = std::move(script), asBytes](const Image& photo) {
                return asBytes ? (*script)({photoBytes(photo)}, {{"return_features", true}})
                               : (*script)({photoBytes(photo).to(at::kFloat) / 255}, {});
            }};
}

NamedDistance scriptedLpips(const std::filesystem::path& file, const std::string& device) {
    auto script = std::make_shared<Script>(file, device);
    return {"lpips_script", [script = std::move(script), file](const Image& a, const Image& b) {
                const std::vector<float> result = (*script)({photoTensor(a), photoTensor(b)}, {});
                if (result.size() != 1) {
                    throw Error("returns " + std::to_string(result.size()) +
                                    " numbers instead of one distance",
                                file.string());
                }
                return static_cast<double>(result[0]);
            }};
}

} // namespace underpaint::metrics
