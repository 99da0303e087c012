// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/verify/cocosnet_scenes.h"

#include "engine/base/error.h"

namespace underpaint::verify {

CoCosNetScene cocosnetScene(CaseContext& context, const std::string& name, std::int64_t channels) {
    const std::string mode = context.text("dataset_mode", "ade20k");
    const at::Tensor given = context.picture(name).to(at::kFloat);
    const bool faces = mode == "celebahq";
    if (mode != "ade20k" && !faces) {
        return {.condition = given, .labels = given.narrow(1, 0, 1)};
    }
    constexpr std::int64_t glassesFromEnd = 3;
    if (given.size(1) != (faces ? 2 : 1) || (faces && channels < glassesFromEnd)) {
        throw Error("has another number of planes than dataset_mode " + mode + " has",
                    "argument " + name);
    }
    const at::Tensor labels = given.narrow(1, 0, 1);
    at::Tensor condition =
        nets::NetworkInput(labels.squeeze(1).to(at::kInt), channels, at::Tensor()).dense();
    if (faces) {
        condition.select(1, channels - glassesFromEnd).copy_(given.select(1, 1));
    }
    return {.condition = condition, .labels = labels};
}

} // namespace underpaint::verify
