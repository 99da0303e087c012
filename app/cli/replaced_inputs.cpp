// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/replaced_inputs.h"

#include "engine/base/atomic_file.h"
#include "engine/base/error.h"

namespace underpaint::app {

namespace fs = std::filesystem;

void refuseReplacedInputs(const std::vector<fs::path>& inputs, const std::vector<fs::path>& outputs,
                          const std::string& remedy) {
    for (auto output = outputs.begin(); output != outputs.end(); ++output) {
        if (output->empty()) {
            continue;
        }
        for (const fs::path& input : inputs) {
            if (!input.empty() && isSameFile(*output, input)) {
                throw Error(*output == input
                                ? "is an input and would be replaced by the result"
                                : "is the input " + input.string() + " by another name, which " +
                                      "would be replaced by the result",
                            output->string(), remedy);
            }
        }
        for (auto other = outputs.begin(); other != output; ++other) {
            if (!other->empty() && isSameFile(*output, *other)) {
                throw Error("two results would be written to one file", output->string(),
                            "Give them different names");
            }
        }
    }
}

} // namespace underpaint::app
